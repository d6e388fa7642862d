/** How a file is related to changed ones; each from 0 to 1. */
export interface Relation {
  /** It changed together with them before. */
  readonly together: number;
  /** A changed file imports it. */
  readonly imported: number;
  /** It imports a changed file. */
  readonly importing: number;
  /** A changed file speaks of the class that it is named after. */
  readonly spokenOf: number;
  /** It is named alike: a test, a header, another implementation. */
  readonly alike: number;
  /** It lies in the folder of a changed file. */
  readonly beside: number;
  /** How much of the way from the root it shares with a changed file. */
  readonly near: number;
}

export const unrelated: Relation = {
  together: 0,
  imported: 0,
  importing: 0,
  spokenOf: 0,
  alike: 0,
  beside: 0,
  near: 0,
};

/**
 * Fitted on every other pull request of the corpus and rounded; measured on the rest, see docs/bench.md. The
 * corpus has no language in which files are named after classes: what is spoken of has a guessed weight.
 */
const weights: Readonly<Record<keyof Relation, number>> = {
  together: 5,
  imported: 1,
  importing: 0.8,
  spokenOf: 0.5,
  alike: 1.2,
  beside: 0.4,
  near: 0.1,
};

/** The sum of what relates a file, weighted. */
export function relevanceOf(relation: Relation): number {
  const { together, imported, importing, spokenOf, alike, beside, near } = relation;
  return (
    weights.together * together +
    weights.imported * imported +
    weights.importing * importing +
    weights.spokenOf * spokenOf +
    weights.alike * alike +
    weights.beside * beside +
    weights.near * near
  );
}

import { type RandomIndex, seededRandom } from '@evoline/domain/evaluate/seeded-random';
import { unifiedDiff } from '@evoline/sequence-matcher/unified-diff';
import type { BenchCorpus } from './corpus.ts';
import type { FileChange } from './corpus-changes.ts';
import { perturbations, predictedText } from './predictions.ts';
import { shuffled } from './shuffled.ts';
import { sizeMix } from './size-mix.ts';

/** Two diffs to be compared: prediction and oracle. */
export interface DiffPair {
  readonly kind: (typeof kinds)[number];
  readonly a: string;
  readonly b: string;
}

const LARGE = { from: 50_000, below: 75_000 } as const;
const kinds = [...perturbations, 'other commit', 'unrelated'] as const;
const LONGEST = LARGE.below * 1.2;

interface OracleDiff {
  readonly change: FileChange;
  readonly text: string;
}

/**
 * Pairs in the stated size mix, a kind of prediction each in turn, in a random order, so that no two neighbours share
 * an oracle; and the ones of 50 KB and more, the smallest first: CPython has time for a few. The same for one seed.
 */
export function pairWorkload(
  corpus: Pick<BenchCorpus, 'changes' | 'squashed'>,
  { seed, pairs, large }: { readonly seed: string; readonly pairs: number; readonly large: number },
): { readonly mixed: readonly DiffPair[]; readonly large: readonly DiffPair[] } {
  const random = seededRandom(seed);
  const oracles = oracleDiffs(random, corpus.changes);
  const byFile = Map.groupBy(oracles, fileOf);
  const mixed = sizeMix.flatMap(({ below, share }, at) => {
    const from = sizeMix[at - 1]?.below ?? 0;
    const band = oracles.filter(({ text }) => text.length >= from && text.length < below);
    return pairsOf(random, { band, byFile, count: Math.round(pairs * share), least: 1 });
  });
  const band = oracleDiffs(random, corpus.squashed).filter(({ text }) => text.length >= LARGE.from);
  const sameFile = Map.groupBy(band, fileOf);
  const ofLarge = { band: oneOfEachInTurn(sameFile), byFile: sameFile, count: large };
  return {
    mixed: shuffled(random, mixed),
    large: pairsOf(random, { ...ofLarge, least: LARGE.from * 0.8 }).toSorted(
      (one, other) => cells(one) - cells(other),
    ),
  };
}

function oracleDiffs(random: RandomIndex, changes: readonly FileChange[]): OracleDiff[] {
  return shuffled(random, changes)
    .map((change) => ({ change, text: unifiedDiff(change.old, change.new) }))
    .filter(({ text }) => text !== '' && text.length < LARGE.below);
}

/** What CPython's time goes with. */
function cells({ a, b }: DiffPair): number {
  return a.length * b.length;
}

/** One of each file, then a second one of each: a few files are most of the largest diffs. */
function oneOfEachInTurn(byFile: ReadonlyMap<string, readonly OracleDiff[]>): OracleDiff[] {
  const rows = [...byFile.values()].flatMap((all) => all.map((oracle, at) => ({ oracle, at })));
  return rows.toSorted((one, other) => one.at - other.at).map(({ oracle }) => oracle);
}

function fileOf({ change }: OracleDiff): string {
  return `${change.repository} ${change.path}`;
}

interface Band {
  readonly band: readonly OracleDiff[];
  readonly byFile: ReadonlyMap<string, readonly OracleDiff[]>;
  readonly count: number;
  /** Characters that a prediction has at least. */
  readonly least: number;
}

function pairsOf(random: RandomIndex, { band, byFile, count, least }: Band): DiffPair[] {
  const pairs: DiffPair[] = [];
  for (let trial = 0; pairs.length < count && trial < count * 40 && band.length > 0; trial += 1) {
    const oracle = band[trial % band.length];
    const kind = kinds[(trial + Math.floor(trial / band.length)) % kinds.length] ?? 'drop';
    if (oracle === undefined) continue;
    const a = prediction(random, kind, { oracle, band, byFile });
    if (a.length >= least && a.length < LONGEST && a !== oracle.text)
      pairs.push({ kind, a, b: oracle.text });
  }
  return pairs;
}

function prediction(
  random: RandomIndex,
  kind: DiffPair['kind'],
  { oracle, band, byFile }: { readonly oracle: OracleDiff } & Pick<Band, 'band' | 'byFile'>,
): string {
  if (kind === 'unrelated') return otherThan(random, oracle, band);
  if (kind === 'other commit') return otherThan(random, oracle, byFile.get(fileOf(oracle)) ?? []);
  const { change } = oracle;
  return unifiedDiff(change.old, predictedText(random, kind, change));
}

function otherThan(random: RandomIndex, oracle: OracleDiff, among: readonly OracleDiff[]): string {
  const others = among.filter(({ text }) => text !== oracle.text);
  return others[random(others.length)]?.text ?? '';
}

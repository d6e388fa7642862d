import type { ExcludeReason, SampleChunkResult } from '@evoline/contract/rollout';
import type { GroupOutcome } from './sample-group.ts';

/** Outcomes of earlier attempts: null for a finished group, else why it was excluded. */
export type KnownOutcomes = ReadonlyMap<string, ExcludeReason | null>;

/** Adds up what the groups of a chunk became. */
export class ChunkTally {
  readonly failures: { readonly groupId: string; readonly failure: unknown }[] = [];
  readonly #known: KnownOutcomes;
  readonly #outcomes = new Map<string, GroupOutcome>();
  readonly #note: (detail: unknown) => void;

  constructor(known: KnownOutcomes, note: (detail: unknown) => void) {
    this.#known = known;
    this.#note = note;
  }

  has(groupId: string): boolean {
    return this.#known.has(groupId);
  }

  ended(groupId: string, outcome: GroupOutcome): void {
    this.#outcomes.set(groupId, outcome);
    this.#note({ ended: [...this.#outcomes.keys()] });
  }

  /** Whether the engine has served any group of this chunk, in this attempt or an earlier one. */
  get hasFinished(): boolean {
    const now = [...this.#outcomes.values()].some(({ kind }) => kind === 'finished');
    return now || [...this.#known.values()].includes(null);
  }

  result(): SampleChunkResult {
    const now = [...this.#outcomes.values()];
    const finished = now.filter((outcome) => outcome.kind === 'finished');
    const reasons = [
      ...now.flatMap((outcome) => (outcome.kind === 'excluded' ? [outcome.reason] : [])),
      ...[...this.#known.values()].filter((reason) => reason !== null),
    ];
    const excluded: Record<string, number> = {};
    for (const reason of reasons) excluded[reason] = (excluded[reason] ?? 0) + 1;
    return {
      finished: finished.length,
      reused: [...this.#known.values()].filter((reason) => reason === null).length,
      excluded,
      completionTokens: finished.reduce((sum, outcome) => sum + outcome.completionTokens, 0),
    };
  }
}

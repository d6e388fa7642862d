import type {
  RewardChoice,
  RewardLineIn,
  RewardLineOut,
  RewardOutcome,
} from '@evoline/contract/reward';
import type { ExcludeReason } from '@evoline/contract/rollout';
import type { PreparedRewards } from '@evoline/domain/reward/prepared-rewards';
import type { RawLine } from './line-batches.ts';
import { readSampleLine, sampleTask } from './sample-line.ts';

/** What a thread is told about its lines. */
export interface LineTask {
  readonly reward: RewardChoice;
  /** The lines are not scored again, but answered with this reason. */
  readonly excluded?: ExcludeReason;
}

/** What a thread says of one line: the line that answers it, or what is wrong with it; nothing of a blank one. */
export type ScoredLine =
  | {
      readonly answer: string;
      readonly outcome: RewardOutcome['outcome'];
      /** Names of fields that are not known, each told once by each thread. */
      readonly ignored: readonly string[];
    }
  | { readonly problem: string }
  | null;

/** Reads and scores lines in one thread. */
export class LineScorer {
  readonly #rewards: PreparedRewards;
  readonly #ignored = new Set<string>();

  constructor(rewards: PreparedRewards) {
    this.#rewards = rewards;
  }

  score(line: RawLine, task: LineTask): ScoredLine {
    const read = readSampleLine(line);
    if (read === null || 'problem' in read) return read;
    const outcome = this.#outcome(read.sample, task);
    const answer = JSON.stringify(lineOut(read.sample.id, outcome));
    const ignored = read.unknownFields.filter((field) => !this.#ignored.has(field));
    for (const field of ignored) this.#ignored.add(field);
    return { answer, outcome: outcome.outcome, ignored };
  }

  #outcome(sample: RewardLineIn, { reward, excluded }: LineTask): RewardOutcome {
    if (excluded !== undefined) return { outcome: 'excluded', reason: excluded };
    return this.#rewards.prepare(reward, sampleTask(sample)).score(sample.output);
  }
}

function lineOut(id: RewardLineOut['id'], outcome: RewardOutcome): RewardLineOut {
  switch (outcome.outcome) {
    case 'scored':
      return { id, reward: outcome.value, files: outcome.files };
    case 'fault':
      return { id, reward: outcome.value, error: outcome.category, files: [] };
    case 'excluded':
      return { id, reward: null, outcome: 'excluded', reason: outcome.reason, files: [] };
  }
}

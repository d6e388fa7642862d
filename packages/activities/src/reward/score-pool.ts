import { lossReasons } from '@evoline/clients/threads/loss-reasons';
import type { PartOutcome } from '@evoline/clients/threads/part-outcome';
import { ThreadPool, type ThreadPoolStats } from '@evoline/clients/threads/thread-pool';
import type { RewardChoice, RewardOutcome } from '@evoline/contract/reward';
import type { RewardTask } from '@evoline/domain/reward/reward-rule';

/** Outputs for one item, judged by one reward. */
export interface ScoreJob {
  readonly reward: RewardChoice;
  readonly task: RewardTask;
  readonly outputs: readonly string[];
}

export interface ScorePoolOptions {
  /** At most so many; one per core by default. They start when there is work. */
  readonly threads?: number;
  /** Wall-clock time that one output may take; 20 by default, many times what the worst text needs. */
  readonly pairTimeoutSeconds?: number;
  /** JavaScript heap of one thread; 512 by default. */
  readonly memoryMegabytes?: number;
  /** The program of a thread, for tests. */
  readonly program?: URL;
}

/** What became of the outputs: `scored` holds the faults (-1) too, the others are no rewards. */
export type OutcomeClass = 'scored' | 'capped' | 'timeout' | 'error';

export interface ScorePoolStats extends ThreadPoolStats {
  readonly outcomes: Readonly<Record<OutcomeClass, number>>;
}

export interface ScorePool {
  /** Most threads at once. */
  readonly threads: number;
  /**
   * Judges outputs in threads of their own.
   *
   * @returns one outcome for each output, in their order; one that ran over its time or memory, or whose judging
   *   failed, is excluded with a reason
   * @throws the reason of `signal`, at once, when it is aborted
   */
  score(job: ScoreJob, running?: { readonly signal?: AbortSignal }): Promise<RewardOutcome[]>;
  stats(): ScorePoolStats;
  /** Ends all threads; what is under way is rejected. */
  close(): Promise<void>;
}

/** Fewer outputs in one message cost more than they gain from another thread. */
const batchOutputs = 16;

export function openScorePool(options: ScorePoolOptions = {}): ScorePool {
  const { pairTimeoutSeconds, program, ...rest } = options;
  const pool = new ThreadPool<Omit<ScoreJob, 'outputs'>, string, RewardOutcome>({
    ...rest,
    program: program ?? new URL('./score-thread.ts', import.meta.url),
    ...(pairTimeoutSeconds !== undefined && { partTimeoutSeconds: pairTimeoutSeconds }),
  });
  const outcomes: Record<OutcomeClass, number> = { scored: 0, capped: 0, timeout: 0, error: 0 };
  return {
    threads: pool.threads,
    async score({ outputs, reward, task }, { signal } = {}) {
      const batches = inBatches(outputs).map((parts) =>
        pool.run({ shared: { reward, task }, parts }, signal),
      );
      const judged = (await Promise.all(batches)).flat().map(judgedOutcome);
      for (const outcome of judged) outcomes[outcomeClass(outcome)] += 1;
      return judged;
    },
    stats: () => ({ ...pool.stats(), outcomes: { ...outcomes } }),
    close: () => pool.close(),
  };
}

/** Batches of 16 to 31 outputs; one batch when there are fewer. */
function inBatches(outputs: readonly string[]): readonly (readonly string[])[] {
  const count = Math.max(1, Math.floor(outputs.length / batchOutputs));
  return Array.from({ length: count }, (_, index) =>
    outputs.slice(
      index * batchOutputs,
      index === count - 1 ? undefined : (index + 1) * batchOutputs,
    ),
  );
}

function judgedOutcome(outcome: PartOutcome<RewardOutcome>): RewardOutcome {
  if ('result' in outcome) return outcome.result;
  return { outcome: 'excluded', reason: lossReasons[outcome.lost] };
}

function outcomeClass(outcome: RewardOutcome): OutcomeClass {
  if (outcome.outcome !== 'excluded') return 'scored';
  if (outcome.reason === 'over_size_cap') return 'capped';
  return outcome.reason === 'score_timeout' ? 'timeout' : 'error';
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputOf } from '@evoline/contract/examples';
import { vi } from 'vitest';
import type { Suite } from '../suite.ts';
import { servicePid } from './stack-processes.ts';

/** One short training for all faults: a step for each of them. */
export function faultedRun(runName: string): InputOf<'runPipeline'> {
  return {
    runName,
    source: 'demo:',
    train: {
      steps: 7,
      groupSize: 8,
      promptsPerStep: 8,
      // Small micro-batches make an update long enough to be hit in its middle.
      microBatch: 2,
      temperature: 0.4,
      evaluateEvery: 0,
      evaluationSamples: 2,
      warmStart: { steps: 160, batchSize: 16, maxDemonstrations: 400 },
    },
    evaluate: { samples: 2 },
  };
}

/** A training run in the ledger while faults befall it. */
export class TrainingUnderFault {
  readonly #suite: Suite;
  readonly runId: string;

  constructor(suite: Suite, runId: string) {
    this.#suite = suite;
    this.runId = runId;
  }

  /** Waits until the trainer has been at an update for a moment; returns its step. */
  async untilUpdating(): Promise<number> {
    const { home } = this.#suite.addresses;
    const step = await vi.waitFor(() => stepBeingUpdated(home), patience);
    await sleep(300);
    return step;
  }

  /** Waits until some groups of a new step are there and others are not; returns the step. */
  async untilSampling(): Promise<number> {
    return await vi.waitFor(async () => {
      const [found] = await this.#suite.sql(
        `select step from rollout_group where run_id = $1 and purpose = 'train' group by step
         having bool_or(state = 'finished') and bool_or(state = 'planned') order by step desc limit 1`,
        [this.runId],
      );
      if (found === undefined) throw new Error('no step is being sampled');
      return Number(found['step']);
    }, patience);
  }

  /** Weights of the version that a step made, as soon as it is committed. */
  async weightsAfter(step: number): Promise<string> {
    return await vi.waitFor(async () => {
      const weights = (await this.weights())[step];
      if (weights === undefined) throw new Error(`step ${step} is not committed`);
      return weights;
    }, patience);
  }

  /** Weights digests by step. */
  async weights(): Promise<string[]> {
    const rows = await this.#suite.sql(
      `select v.weights_digest as weights from step s join policy_version v on v.id = s.to_policy_version
       where s.run_id = $1 order by s.step`,
      [this.runId],
    );
    return rows.map(({ weights }) => String(weights));
  }

  /** Finished groups with the moment at which each was: sampling one again would move it. */
  async finishedGroups(): Promise<Map<string, string>> {
    const rows = await this.#suite.sql(
      "select group_id as id, finished_at::text as at from rollout_group where run_id = $1 and state = 'finished'",
      [this.runId],
    );
    return new Map(rows.map(({ id, at }) => [String(id), String(at)]));
  }
}

const patience = { timeout: 180_000, interval: 20 };

/** The file of its batch is there as long as an update goes on. */
function stepBeingUpdated(home: string): number {
  const scratch = join(home, 'worker-cache/scratch', `${servicePid(home, 'worker-gpu')}`);
  for (const name of readdirSync(scratch, { recursive: true, encoding: 'utf8' })) {
    const step = /\/step-(\d+)\.batch\.safetensors$/.exec(name)?.[1];
    if (step !== undefined) return Number(step);
  }
  throw new Error('no update is under way');
}

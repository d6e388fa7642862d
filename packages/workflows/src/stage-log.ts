import type { Stage, StageState, WaitingFor } from '@evoline/contract/steering';
import { log } from '@temporalio/workflow';
import { shortLedger } from './proxies.ts';

/** The attempts of each stage, as rows of the ledger. A row that cannot be written stops nobody. */
export class StageLog {
  #runId = '';
  #attempts: Partial<Record<Stage, number>> = {};

  /** `attempts` is what a continued run carries; their rows are there already. */
  open(runId: string, attempts: Partial<Record<Stage, number>> = {}): void {
    this.#runId = runId;
    this.#attempts = { ...attempts };
  }

  get attempts(): Partial<Record<Stage, number>> {
    return this.#attempts;
  }

  attemptOf(stage: Stage): number {
    return this.#attempts[stage] ?? 1;
  }

  /** The first call for a stage writes its row; a continued run has written it before. */
  async started(stage: Stage, continued = false): Promise<void> {
    if (this.#attempts[stage] !== undefined) return;
    this.#attempts[stage] = 1;
    if (!continued) await this.record(stage, 'running');
  }

  async retried(stage: Stage): Promise<void> {
    this.#attempts[stage] = this.attemptOf(stage) + 1;
    await this.record(stage, 'running');
  }

  /** Every stage that has begun ends as the run does. */
  async ended(state: StageState): Promise<void> {
    const begun = Object.keys(this.#attempts) as Stage[];
    await Promise.all(begun.map((stage) => this.record(stage, state)));
  }

  async record(stage: Stage, state: StageState, waiting?: WaitingFor): Promise<void> {
    const attempt = this.attemptOf(stage);
    try {
      await shortLedger.recordStage.executeWithOptions({ summary: `${stage} ${state}` }, [
        {
          runId: this.#runId,
          stage,
          state,
          attempt,
          ...(waiting && { failureCode: waiting.code, reason: waiting.reason }),
        },
      ]);
    } catch (error) {
      log.warn('a stage attempt was not recorded', { stage, state, attempt, error });
    }
  }
}

import { messages, type RunState, type Stage, type StageState } from '@evoline/contract/steering';
import type { StageRow, WaitingFor } from '@evoline/contract/steering';
import type { WorkflowType } from '@evoline/contract/run';
import { defineQuery, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { detailsPage, type PageExtras } from './details-page.ts';
import { upsertChanged, type RunAttributes } from './run-attributes.ts';

export const stateQuery = defineQuery<RunState>(messages.state);

/** More points than this are thinned out, so that the page and what is carried stay small. */
const maximumPoints = 120;

/**
 * What a run shows of itself: the answer of the query `state`, the page under User Metadata, and
 * the search attributes. Every change is shown at once.
 */
export class RunPage {
  #state: RunState;
  #extras: PageExtras;

  constructor(workflow: WorkflowType, stages: readonly Stage[], updates: readonly string[]) {
    const { workflowId, parent } = workflowInfo();
    const rows = stages.map((stage) => ({
      stage,
      state: 'planned' as const,
      progress: '',
      detail: '',
    }));
    this.#state = {
      workflow,
      runName: workflowId,
      runId: null,
      stages: rows,
      waiting: null,
      metrics: {},
      curve: [],
    };
    this.#extras = {
      workflowId,
      runState: 'running',
      now: '',
      plan: [],
      result: [],
      updates,
      children: [],
      parent: parent?.workflowId,
      uiUrl: undefined,
    };
    setHandler(stateQuery, () => this.#state, {
      description: 'Stages, progress, metrics and what waits, as JSON. Takes no argument.',
    });
    this.#show();
  }

  get state(): RunState {
    return this.#state;
  }

  /** Sets the line under the title: what happens now. */
  now(now: string): void {
    this.extend({ now });
  }

  extend(extras: Partial<PageExtras>): void {
    this.#extras = { ...this.#extras, ...extras };
    this.#show();
  }

  child(workflowId: string): void {
    if (this.#extras.children.includes(workflowId)) return;
    this.extend({ children: [...this.#extras.children, workflowId].slice(-10) });
  }

  change(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change };
    this.#show();
  }

  row(stage: Stage, change: Partial<StageRow>): void {
    const stages = this.#state.stages.map((row) =>
      row.stage === stage ? { ...row, ...change } : row,
    );
    this.change({ stages });
  }

  metrics(metrics: RunState['metrics']): void {
    this.change({ metrics: { ...this.#state.metrics, ...metrics } });
  }

  point(point: RunState['curve'][number]): void {
    const curve = [...this.#state.curve, point];
    this.change({
      curve: curve.length > maximumPoints ? curve.filter((_, index) => index % 2 === 0) : curve,
    });
  }

  waiting(waiting: WaitingFor | null): void {
    this.#extras = { ...this.#extras, runState: waiting === null ? 'running' : 'waiting' };
    this.change({ waiting });
    this.attributes({ StageState: waiting === null ? 'running' : 'waiting' });
  }

  /** The run has ended: rows that still ran end with it. */
  ended(runState: StageState, now: string): void {
    const open: readonly StageState[] = ['running', 'waiting'];
    const stages = this.#state.stages.map((row) =>
      open.includes(row.state) ? { ...row, state: runState } : row,
    );
    this.#extras = { ...this.#extras, runState, now };
    this.change({ stages, waiting: null });
    this.attributes({ StageState: runState });
  }

  attributes(attributes: RunAttributes): void {
    upsertChanged(attributes);
  }

  #show(): void {
    setCurrentDetails(detailsPage(this.#state, this.#extras));
  }
}

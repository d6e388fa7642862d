import type { InputOf } from '@evoline/contract/examples';
import { readInput } from '@evoline/contract/read-input';
import type { DoneResults, WorkflowResult } from '@evoline/contract/results';
import type { ConfigOf, OpenedRun, WorkflowType } from '@evoline/contract/run';
import { messages, type Stage } from '@evoline/contract/steering';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  ContinueAsNew,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import { ChildDesk } from './child-desk.ts';
import { endBadly } from './end-badly.ts';
import { Parking } from './parking.ts';
import { ledger } from './proxies.ts';
import { refusal } from './refusal.ts';
import { RunPage } from './run-page.ts';
import { StageLog } from './stage-log.ts';
import { AbortHandler, takeRetries } from './steering-handlers.ts';

/** A run whose configuration is resolved. */
export interface ActiveRun<W extends WorkflowType> {
  readonly runId: string;
  readonly runName: string;
  readonly input: InputOf<W>;
  readonly config: ConfigOf<W>;
  readonly page: RunPage;
  readonly log: StageLog;
  readonly parking: Parking;
  readonly desk: ChildDesk;
  /** Ends the run as aborted. */
  readonly abort: (reason: string) => never;
}

interface Conducted<W extends WorkflowType> {
  readonly workflow: W;
  readonly stages: readonly Stage[];
  /** What a person may send; a workflow that takes retries has a desk for its children too. */
  readonly updates: readonly ('abortRun' | 'retryStage')[];
  readonly raw: unknown;
  readonly nominalTime?: (input: InputOf<W>) => string;
  /** Lines for the plan that the ledger cannot know; asked where no other run has asked already. */
  readonly foresee?: (runId: string) => Promise<readonly string[]>;
  readonly body: (run: ActiveRun<W>) => Promise<DoneResults[W]>;
  /** Lines for people about a result. */
  readonly summarise: (result: DoneResults[W]) => readonly string[];
}

/**
 * The life of every run: parse the input, take messages, open the run in the ledger, show a plan or
 * do the work, close the run. Handlers are set before the first await.
 */
export async function conduct<W extends WorkflowType>(
  conducted: Conducted<W>,
): Promise<WorkflowResult<W>> {
  const { workflow, raw, stages, updates } = conducted;
  const read = readInput(workflow, raw);
  if (!read.ok) throw refusal('input_invalid', read.message);
  const { input } = read;
  const page = new RunPage(workflow, stages, updates);
  const log = new StageLog();
  const parking = new Parking(page, log);
  const desk = new ChildDesk(page);
  const aborting = new AbortHandler(page);
  if (updates.includes(messages.abortRun)) aborting.listen();
  if (updates.includes(messages.retryStage)) takeRetries(page, parking, desk);
  const abort = (reason: string): never => aborting.abort(reason);
  let opened: OpenedRun | null = null;
  try {
    return await aborting.scope.run(async () => {
      opened = await openRun(conducted, input, page);
      log.open(opened.runId);
      return finish(conducted, { ...opened, input, page, log, parking, desk, abort });
    });
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    const ending = { page, log, opened, abortReason: aborting.reason };
    return await CancellationScope.nonCancellable(() => endBadly(error, ending));
  } finally {
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
}

async function openRun<W extends WorkflowType>(
  { workflow, nominalTime }: Conducted<W>,
  input: InputOf<W>,
  page: RunPage,
): Promise<OpenedRun> {
  const { workflowId, firstExecutionRunId, memo } = workflowInfo();
  const parentRunId = memo?.['parentRunId'];
  const opened = await ledger.openRun.executeWithOptions({ summary: `open ${workflow}` }, [
    {
      workflow,
      input,
      workflowId,
      firstRunId: firstExecutionRunId,
      ...(typeof parentRunId === 'string' && { parentRunId }),
      ...(nominalTime && { nominalTime: nominalTime(input) }),
    },
  ]);
  page.extend({ uiUrl: opened.uiUrl, plan: opened.plan });
  page.change({ runId: opened.runId, runName: opened.runName });
  page.attributes({ RunName: opened.runName, StageState: 'running' });
  return opened;
}

interface Prepared<W extends WorkflowType> extends Omit<ActiveRun<W>, 'config'>, OpenedRun {}

async function finish<W extends WorkflowType>(
  conducted: Conducted<W>,
  prepared: Prepared<W>,
): Promise<WorkflowResult<W>> {
  const { workflow, body, summarise } = conducted;
  const { resolved, runId, runName, input, page, log } = prepared;
  const plan = [...prepared.plan, ...(await foreseen(conducted, prepared))];
  page.extend({ plan });
  if (input.planOnly === true || resolved === null) {
    await ledger.closeRun({ runId, state: 'planned', summary: plan.join('\n') });
    page.ended('planned', 'This run showed its plan and did nothing.');
    return { runId, runName, state: 'planned', plan };
  }
  if (resolved.workflow !== workflow)
    throw refusal('internal', `openRun resolved ${resolved.workflow}, not ${workflow}`);
  const result = await body({ ...prepared, config: resolved.config as ConfigOf<W> });
  const summary = summarise(result);
  await log.ended('done');
  await ledger.closeRun({ runId, state: 'done', summary: summary.join('\n') });
  page.extend({ plan: [], result: summary });
  page.ended('done', '');
  return result;
}

/** A child's parent, or the run before a continue-as-new, has shown it. */
async function foreseen<W extends WorkflowType>(
  { foresee }: Conducted<W>,
  { resolved, runId }: Prepared<W>,
): Promise<readonly string[]> {
  const { parent, continuedFromExecutionRunId } = workflowInfo();
  const isFirst = parent === undefined && continuedFromExecutionRunId === undefined;
  if (foresee === undefined || resolved === null || !isFirst || !patched('foresee-quota'))
    return [];
  return await foresee(runId);
}

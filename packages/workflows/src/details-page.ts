import {
  messages,
  type RunState,
  type StageState,
  type WaitingFor,
} from '@evoline/contract/steering';
import { retryExample } from './check-retry.ts';
import { formatNumber } from './format-number.ts';
import { sparkline } from './sparkline.ts';
import { stageTable } from './stage-table.ts';

/** What the page shows beyond the answer of the query `state`. */
export interface PageExtras {
  readonly workflowId: string;
  readonly runState: StageState;
  /** One sentence: what happens now. */
  readonly now: string;
  readonly plan: readonly string[];
  readonly result: readonly string[];
  /** Updates that this workflow takes. */
  readonly updates: readonly string[];
  readonly children: readonly string[];
  readonly parent: string | undefined;
  readonly uiUrl: string | undefined;
}

/** The current details of a run as a Markdown page for the UI's User Metadata tab. */
export function detailsPage(state: RunState, extras: PageExtras): string {
  const parts: readonly (readonly string[])[] = [
    [`**${state.workflow}** \`${state.runName}\` is **${extras.runState}**. ${extras.now}`.trim()],
    stageTable(state.stages),
    curves(state),
    metricsLine(state),
    state.waiting === null ? steeringHelp(extras) : waitingHelp(state.waiting, extras),
    list('Plan', extras.plan),
    list('Result', extras.result),
    links(extras),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}

function curves({ curve }: RunState): readonly string[] {
  const last = curve.at(-1);
  if (last === undefined) return [];
  const line = (name: string, values: readonly number[], low: number): string =>
    `${name} \`${sparkline(values, low, 1)}\` ${formatNumber(values.at(0))} → ${formatNumber(values.at(-1))}`;
  const steps = `steps ${curve[0]?.step ?? 0} to ${last.step}, samples of training`;
  const rewards = curve.map((point) => point.reward);
  const exacts = curve.map((point) => point.exact);
  return [`${line('reward', rewards, -1)}  `, `${line('exact', exacts, 0)}  `, `(${steps})`];
}

function metricsLine({ metrics }: RunState): readonly string[] {
  const entries = Object.entries(metrics);
  if (entries.length === 0) return [];
  return [entries.map(([name, value]) => `${name} ${formatNumber(value)}`).join(' · ')];
}

function steeringHelp({ updates, runState }: PageExtras): readonly string[] {
  if (runState !== 'running' || !updates.includes(messages.abortRun)) return [];
  return [
    'You may end this run: More Actions → Send an Update → `abortRun`, for example `{"reason":"not needed"}`.',
  ];
}

function waitingHelp(waiting: WaitingFor, extras: PageExtras): readonly string[] {
  const elsewhere =
    waiting.workflowId === extras.workflowId
      ? []
      : [
          `The stage belongs to ${workflowLink(waiting.workflowId, extras.uiUrl)}; what you send here is passed on.`,
          '',
        ];
  return [
    `### Stage ${waiting.stage} waits for you`,
    '',
    `Attempt ${waiting.attempt} failed with \`${waiting.code}\`: ${oneLine(waiting.reason)}`,
    '',
    `**What to do:** ${waiting.cure}`,
    '',
    ...elsewhere,
    'Then More Actions → Send an Update → `retryStage` with',
    '',
    '```json',
    JSON.stringify(retryExample(waiting)),
    '```',
    '',
    'or `abortRun` with `{"reason":"not needed"}`.',
    `Nobody comes: the run fails at ${waiting.deadline}.`,
  ];
}

function list(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : [`**${title}**`, '', ...lines.map((line) => `- ${oneLine(line)}`)];
}

function links({ uiUrl, children, parent }: PageExtras): readonly string[] {
  if (uiUrl === undefined) return [];
  const here = `${uiUrl}/namespaces/{namespace}/workflows/{workflowId}/{runId}`;
  const related = [...(parent === undefined ? [] : [parent]), ...children];
  return [
    [
      `[pending activities](${here}/pending-activities)`,
      `[history](${here}/history)`,
      ...related.map((id) => workflowLink(id, uiUrl)),
    ].join(' · '),
  ];
}

function workflowLink(workflowId: string, uiUrl: string | undefined): string {
  if (uiUrl === undefined) return `\`${workflowId}\``;
  return `[${workflowId}](${uiUrl}/namespaces/{namespace}/workflows/${encodeURIComponent(workflowId)})`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 1000);
}

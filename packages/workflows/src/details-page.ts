import {
  messages,
  type RunState,
  type StageState,
  type WaitingFor,
} from '@evoline/contract/steering';
import { retryExample } from './check-retry.ts';
import { runNumbers } from './run-numbers.ts';
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

/**
 * The current details of a run as a Markdown page for the UI's User Metadata tab. What a person is
 * asked to do comes first: the panel shows a dozen lines without scrolling.
 */
export function detailsPage(state: RunState, extras: PageExtras): string {
  const parts: readonly (readonly string[])[] = [
    [`**${state.workflow}** \`${state.runName}\` is **${extras.runState}**. ${extras.now}`.trim()],
    state.waiting === null ? [] : waitingHelp(state.waiting, extras),
    stageTable(state.stages),
    runNumbers(state),
    state.waiting === null ? steeringHelp(extras) : [],
    list('Plan', extras.plan),
    list('Result', extras.result),
    links(extras),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
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
    `If nobody comes, the run fails at ${minuteOf(waiting.deadline)}.`,
  ];
}

/** `2026-11-24 16:55 UTC` of an ISO 8601 time. */
function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
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

/** A whole digest is wider than the panel. */
function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1')
    .slice(0, 1000);
}

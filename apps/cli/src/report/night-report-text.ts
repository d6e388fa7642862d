import { dropReasons } from '@evoline/contract/mining-filters';
import type { NightReport } from '@evoline/contract/night';
import {
  clockOf,
  gainPhrase,
  quotaPhrase,
  sourcesPhrase,
  versionPhrase,
} from '@evoline/domain/mine/night/night-phrases';
import { sparkline } from '@evoline/domain/run/sparkline';
import { createColors } from 'picocolors';
import type { Page } from '../explaining/explanation-text.ts';
import { wrapProse } from '../explaining/terminal-cells.ts';
import { visibleText } from '../explaining/visible-text.ts';
import { percent } from '../mining/funnel-text.ts';
import { barLines } from './bar-lines.ts';
import { table } from './table.ts';

type Colours = ReturnType<typeof createColors>;

const widestPage = 120;
const nightsInTable = 7;

/**
 * A night as a person reads it in the morning: what needs a hand first, then what came in, what was dropped and
 * why, what it cost, and what a version gains.
 *
 * @param before reports of the nights before, newest first
 */
export function nightReportText(
  report: NightReport,
  before: readonly NightReport[],
  page: Page,
): string {
  const colours = createColors(page.colour);
  const columns = Math.min(page.columns, widestPage);
  const parts = [
    headLines(report, colours),
    needsLines(report, columns, colours),
    cameInLines(report, before, colours),
    droppedLines(report, columns, colours),
    [colours.bold('sources'), `  ${sourcesPhrase(report)}`],
    quotaLines(report, colours),
    versionLines(report, columns, colours),
    beforeLines(report, before, colours),
  ];
  return parts.flatMap((lines) => (lines.length === 0 ? [] : [lines.join('\n')])).join('\n\n');
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function headLines({ nominalTime, endedAt, runName }: NightReport, colours: Colours): string[] {
  const day = weekdays[new Date(nominalTime).getUTCDay()] ?? '';
  const night = `Night of ${day} ${nominalTime.slice(0, 10)}, ${clockOf(nominalTime)}`;
  const told = `${endedAt.slice(0, 10)} ${clockOf(endedAt)}`;
  return [colours.bold(night), colours.dim(`  run ${visibleText(runName)}, ended ${told}`)];
}

function needsLines({ needsPerson }: NightReport, columns: number, colours: Colours): string[] {
  if (needsPerson.length === 0) return [colours.green('nothing needs a person')];
  const sentences = needsPerson.flatMap((sentence) => proseLines(sentence, columns, '! '));
  return [colours.bold(colours.yellow('needs a person')), ...sentences];
}

function cameInLines(
  { seen, kept, added }: NightReport,
  before: readonly NightReport[],
  colours: Colours,
): string[] {
  const share = seen === 0 ? '' : ` (${percent(kept / seen)})`;
  const counts = `  ${seen} pull requests seen, ${kept} kept${share}, ${added} new`;
  return [colours.bold('came in'), counts, ...trendLines(added, before)];
}

/** New items night by night, this one last. */
function trendLines(added: number, before: readonly NightReport[]): string[] {
  if (before.length === 0) return [];
  const values = [...before.map((night) => night.added).toReversed(), added];
  const most = Math.max(1, ...values);
  return [
    `  ${sparkline(values, 0, most)}  new in the last ${values.length} nights, ${most} at most`,
  ];
}

function droppedLines({ dropped, seen }: NightReport, columns: number, colours: Colours): string[] {
  const rows = Object.entries(dropped)
    .filter(([, count]) => count > 0)
    .toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1));
  if (rows.length === 0) return [];
  const bars = rows.map(([label, count]) => ({
    label,
    count,
    share: seen === 0 ? 0 : count / seen,
  }));
  const drawn = barLines(bars, {
    columns: columns - 2,
    whole: Math.max(1, seen),
    paint: colours.cyan,
  });
  const lines = drawn.flatMap((bar, at) => {
    const because = becauseOf(rows[at]?.[0] ?? '');
    return because === null ? [`  ${bar}`] : [`  ${bar}`, colours.dim(`    ${because}`)];
  });
  return [colours.bold('dropped'), ...lines];
}

function becauseOf(reason: string): string | null {
  return Object.entries(dropReasons).find(([name]) => name === reason)?.[1] ?? null;
}

function quotaLines({ quota }: NightReport, colours: Colours): string[] {
  if (quota.length === 0) return [];
  return [colours.bold('quota of GitHub'), ...quota.map((one) => `  ${quotaPhrase(one)}`)];
}

function versionLines(report: NightReport, columns: number, colours: Colours): string[] {
  const frozen = versionPhrase(report) ?? 'no version was frozen';
  const lines = [frozen, gainPhrase(report)].flatMap((text) => proseLines(text, columns, ''));
  const freeze = report.version === null && report.gain.items + report.gain.edited > 0;
  const hint = freeze ? [colours.dim('  freeze it: npx evoline dataset freeze')] : [];
  return [colours.bold('version'), ...lines, ...hint];
}

/** The nights before as a table, this one first. */
function beforeLines(
  report: NightReport,
  before: readonly NightReport[],
  colours: Colours,
): string[] {
  if (before.length === 0) return [];
  const rows = [report, ...before.slice(0, nightsInTable)].map((night) => [
    night.nominalTime.slice(0, 10),
    night.seen,
    night.kept,
    night.added,
    night.seen === 0 ? null : percent(night.kept / night.seen),
    night.sources.failed,
    usedOf(night, 'core'),
    usedOf(night, 'graphql'),
  ]);
  const header = ['night', 'seen', 'kept', 'new', 'kept of seen', 'failed', 'requests', 'points'];
  const lines = table(header, rows).split('\n');
  return [colours.bold('beside the nights before'), ...lines.map((line) => `  ${line}`)];
}

function usedOf({ quota }: NightReport, resource: 'core' | 'graphql'): number | null {
  return quota.find((one) => one.resource === resource)?.used ?? null;
}

function proseLines(text: string, columns: number, sign: string): string[] {
  const room = Math.max(20, columns - 2 - sign.length);
  return wrapProse(visibleText(text), room).map(
    (line, at) => `  ${at === 0 ? sign : ' '.repeat(sign.length)}${line}`,
  );
}

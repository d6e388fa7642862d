import { canonicalJson } from '@evoline/contract/canonical-json';
import { freezeReasons } from '@evoline/contract/dataset';
import { dropReasons } from '@evoline/contract/mining-filters';
import type { ChangeKind, DifferentItem } from '@evoline/db/queries/dataset-difference';
import type { DatasetDiffResult } from '../commands/dataset-diff.ts';
import { splitNames } from './portrait-head.ts';
import { table } from './table.ts';

type Counts = Readonly<Record<string, number>>;

/** How two versions differ, for people. */
export function datasetDiffText(diff: DatasetDiffResult): string {
  const { before, after, counts } = diff;
  const { added, removed, edited, moved } = counts;
  const grown = `${named(before.items)} to ${named(after.items)} items`;
  const head = [
    `dataset version ${before.digest.slice(0, 12)} to ${after.digest.slice(0, 12)}: ${grown}`,
    `${named(added)} added, ${named(removed)} removed, ${named(edited)} edited, ${named(moved)} in another split`,
    ...recipeLines(diff),
  ];
  const blocks = [
    head.join('\n'),
    ...kinds.map((kind) => kindBlock(diff, kind)),
    deltaBlock('split', before.splits, after.splits, splitNames),
    deltaBlock('pull requests', before.funnel, after.funnel),
    deltaBlock('licence', before.licences, after.licences),
    deltaBlock('language', before.languages, after.languages),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

const kinds = ['added', 'removed', 'edited', 'moved'] as const satisfies readonly ChangeKind[];
const marks: Readonly<Record<ChangeKind, string>> = {
  added: '+',
  removed: '-',
  edited: '~',
  moved: '>',
};

/** Which parts of the recipes differ: the versions hold what other rules chose. */
function recipeLines({ before, after }: DatasetDiffResult): string[] {
  const old = new Map<string, unknown>(Object.entries(before.recipe));
  const changed = Object.entries(after.recipe)
    .filter(([name, value]) => canonicalJson(old.get(name) ?? null) !== canonicalJson(value))
    .map(([name]) => name);
  return changed.length === 0 ? [] : [`the recipes differ in ${changed.join(', ')}`];
}

function kindBlock({ items, counts, reasons }: DatasetDiffResult, kind: ChangeKind): string {
  if (counts[kind] === 0) return '';
  const shown = items.filter((item) => item.kind === kind);
  const hidden = counts[kind] - shown.length;
  return [
    `${kindWords[kind]} (${named(counts[kind])})`,
    ...reasonLines(reasons[kind], kind),
    ...shown.map(itemLine),
    ...(hidden > 0 ? [`  … and ${named(hidden)} more; --limit <n> or --json shows them`] : []),
  ].join('\n');
}

const kindWords: Readonly<Record<ChangeKind, string>> = {
  added: 'added',
  removed: 'removed',
  edited: 'edited',
  moved: 'in another split',
};

/** Counts by reason, where there is more to say than the lines below say by themselves. */
function reasonLines(reasons: Counts, kind: ChangeKind): string[] {
  if (kind === 'moved') return [];
  const sorted = Object.entries(reasons).toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted.map(([reason, count]) => {
    const meaning = meanings[reason];
    return `  ${named(count)} ${reason}${meaning === undefined ? '' : `: ${meaning}`}`;
  });
}

const meanings: Readonly<Record<string, string>> = {
  ...dropReasons,
  ...freezeReasons,
  mined_later: 'it was mined after the other version was frozen',
  unknown: 'nothing was recorded',
};

function itemLine(item: DifferentItem): string {
  const { kind, repository, number, title, before, after, reason, evidence } = item;
  const name = `${marks[kind]} ${repository}#${number}`;
  const why = [kind === 'moved' ? null : reason, kind === 'moved' ? null : evidence]
    .filter((part) => part !== null)
    .join(', ');
  const split = before?.split === after?.split ? after?.split : splitMove(item);
  const told = [split ?? before?.split, why].filter((part) => part !== undefined && part !== '');
  return `${name} (${told.join('; ')}) ${title}`;
}

function splitMove({ before, after }: DifferentItem): string | undefined {
  if (before === null || after === null) return (after ?? before)?.split;
  return `${before.split} to ${after.split}`;
}

/** A table of the counts that differ; empty when none does. */
function deltaBlock(
  name: string,
  before: Counts,
  after: Counts,
  order: readonly string[] = byChange(before, after),
): string {
  const rows = order
    .map((key) => ({ key, was: before[key] ?? 0, is: after[key] ?? 0 }))
    .filter(({ was, is }) => was !== is)
    .map(({ key, was, is }) => [key, was, is, signed(is - was), shareMove(key, before, after)]);
  return rows.length === 0 ? '' : table([name, 'before', 'after', 'change', 'share'], rows);
}

function byChange(before: Counts, after: Counts): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const change = (key: string) => Math.abs((after[key] ?? 0) - (before[key] ?? 0));
  return keys.toSorted((a, b) => change(b) - change(a) || (a < b ? -1 : 1));
}

/** Of all that were seen in a funnel, else of all that are counted. */
function shareMove(key: string, before: Counts, after: Counts): string {
  const share = (counts: Counts) => {
    const all = counts['seen'] ?? Object.values(counts).reduce((sum, count) => sum + count, 0);
    return all === 0 ? 0 : (100 * (counts[key] ?? 0)) / all;
  };
  return `${share(before).toFixed(1)} → ${share(after).toFixed(1)} %`;
}

function signed(change: number): string {
  return change > 0 ? `+${named(change)}` : `−${named(-change)}`;
}

function named(count: number): string {
  return count.toLocaleString('en-US');
}

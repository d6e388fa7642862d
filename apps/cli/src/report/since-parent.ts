import type { DatasetDifference, DifferentItem } from '@evoline/db/queries/dataset-difference';
import type { DatasetRow } from '@evoline/db/queries/datasets';
import {
  type MovedCount,
  movedCounts,
  type MovedShare,
  movedShares,
} from '@evoline/domain/dataset/describe-moves';

/** What became of a version since its parent. */
export interface SinceParent {
  readonly difference: DatasetDifference;
  readonly languages: readonly MovedCount[];
  readonly licences: readonly MovedCount[];
  readonly funnel: readonly MovedShare[];
}

/** A tenth of a percentage point. */
const leastShareMove = 0.001;
const mostMoves = 6;

export function sinceParent(
  parent: DatasetRow,
  row: DatasetRow,
  difference: DatasetDifference,
): SinceParent {
  return {
    difference,
    languages: moved(parent.languages, row.languages),
    licences: moved(parent.licences, row.licences),
    funnel: movedShares(parent.funnel, row.funnel, leastShareMove),
  };
}

type Counts = DatasetRow['languages'];

/** Versions that were frozen before they were counted have none. */
function moved(before: Counts, after: Counts): MovedCount[] {
  const isCounted = [before, after].every((counts) => Object.keys(counts).length > 0);
  return isCounted ? movedCounts(before, after) : [];
}

/** In lines: counts with reasons, what moved most, and some of the pull requests. */
export function sinceLines(since: SinceParent): { readonly name: string; readonly text: string }[] {
  const { difference, languages, licences, funnel } = since;
  const { counts, reasons } = difference;
  const kinds = [
    { name: 'added', count: counts.added, why: reasons.added },
    { name: 'removed', count: counts.removed, why: reasons.removed },
    { name: 'edited', count: counts.edited, why: reasons.edited },
    { name: 'in another split', count: counts.moved, why: {} },
  ];
  const told = kinds.map(({ name, count, why }) => {
    const named = Object.entries(why).map(
      ([reason, of]) => `${of.toLocaleString('en-US')} ${reason.replaceAll('_', ' ')}`,
    );
    return {
      name,
      text: [count.toLocaleString('en-US'), ...named].join(named.length === 0 ? '' : '; '),
    };
  });
  return [
    ...told,
    ...moveLine('languages', languages.map(countMove)),
    ...moveLine('licences', licences.map(countMove)),
    ...moveLine('funnel', funnel.map(shareMove)),
  ];
}

function moveLine(name: string, moves: readonly string[]) {
  if (moves.length === 0) return [];
  const more = moves.length - mostMoves;
  return [
    { name, text: moves.slice(0, mostMoves).join(', ') + (more > 0 ? ` and ${more} more` : '') },
  ];
}

function countMove({ name, before, after }: MovedCount): string {
  return `${name} ${signed(after - before, (value) => value.toLocaleString('en-US'))}`;
}

function shareMove({ name, shareBefore, shareAfter }: MovedShare): string {
  const points = signed((shareAfter - shareBefore) * 100, (value) => value.toFixed(1));
  return `${name} ${points} points to ${(shareAfter * 100).toFixed(1)} %`;
}

function signed(value: number, shown: (value: number) => string): string {
  return `${value < 0 ? '−' : '+'}${shown(Math.abs(value))}`;
}

/** One pull request that differs, in a line; its title is anybody's words. */
export function differentLine({
  kind,
  repository,
  number,
  title,
  before,
  after,
  reason,
}: DifferentItem): string {
  const signs = { added: '+', removed: '−', edited: '~', moved: '>' } as const;
  const where =
    kind === 'moved'
      ? `${before?.split} to ${after?.split}`
      : [after?.split ?? before?.split, reason?.replaceAll('_', ' ')].filter(Boolean).join(', ');
  return `${signs[kind]} ${repository}#${number} (${where})  ${title}`;
}

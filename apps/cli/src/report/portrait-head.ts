import { type DatasetState, Split } from '@evoline/contract/dataset';
import { revokedText } from '@evoline/db/queries/dataset-states';
import type { DatasetPortrait } from './gather-portrait.ts';

export const splitNames: readonly Split[] = Split.options;

/** What is told of a version before its pictures. Texts may be anybody's words. */
export interface PortraitHead {
  readonly title: string;
  readonly state: DatasetState;
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  readonly remarks: readonly {
    readonly kind: 'note' | 'held back' | 'revoked';
    readonly text: string;
  }[];
}

/** Who froze a version, when, why and from what, and what a reader has to know. */
export function portraitHead(portrait: DatasetPortrait): PortraitHead {
  const { row } = portrait;
  const { digest, state, items, repositories, createdBy, createdAt, asOf, reason } = row;
  const size = `${counted(items, 'item')} of ${counted(repositories, 'repository', 'repositories')}`;
  const splits = splitNames.map((split) => `${split} ${row.splits[split].toLocaleString('en-US')}`);
  const facts = [
    { name: 'holds', text: `${size}: ${splits.join(', ')}` },
    {
      name: 'frozen',
      text: `${shownTime(createdAt)} by ${createdBy}${portrait.isLatest ? '; it is the latest' : ''}`,
    },
    ...(reason === null ? [] : [{ name: 'why', text: reason }]),
    ...(asOf === null ? [] : [{ name: 'as of', text: shownTime(asOf) }]),
    { name: 'recipe', text: recipeText(portrait) },
    { name: 'parent', text: parentText(portrait) },
    {
      name: 'code',
      text: `revision ${row.codeRevision.replace(/^([0-9a-f]{12})[0-9a-f]+/, '$1')}, run ${row.createdRunId}`,
    },
  ];
  return {
    title: `dataset version ${digest}`,
    state,
    facts,
    remarks: [
      ...revokedRemarks(portrait),
      ...row.heldBack.map((text) => ({ kind: 'held back' as const, text })),
      ...row.notes.map((text) => ({ kind: 'note' as const, text })),
    ],
  };
}

function revokedRemarks({ row, states, revoked }: DatasetPortrait): PortraitHead['remarks'] {
  if (revoked === null) return [];
  const told = states.findLast((one) => one.state === 'revoked');
  const by = told === undefined ? '' : `${shownTime(told.createdAt)} by ${told.createdBy}; `;
  return [{ kind: 'revoked', text: `${by}${revokedText(row, revoked)}` }];
}

function parentText({ row: { items }, parent }: DatasetPortrait): string {
  if (parent === null) return 'none; it is the first';
  const grown = items - parent.items;
  const sign = grown < 0 ? '−' : '+';
  return `${parent.digest.slice(0, 12)} of ${shownTime(parent.createdAt)}, ${sign}${counted(Math.abs(grown), 'item')} since`;
}

function recipeText({ row: { recipe } }: DatasetPortrait): string {
  const { split, nearDuplicateSimilarity, acrossSplitsSimilarity, repositoryCap, settleDays } =
    recipe;
  const alike = (similarity: number | null) =>
    similarity === null ? 'kept' : `dropped from ${Math.round(100 * similarity)} % on`;
  return [
    `${recipe.repositories.map((one) => (one === '*' ? 'all that was mined' : one)).join(', ')}, split by ${split.kind}`,
    `near duplicates ${alike(nearDuplicateSimilarity)}, across splits ${alike(acrossSplitsSimilarity)}`,
    ...(repositoryCap === null ? [] : [`at most ${repositoryCap} items of a repository`]),
    ...(settleDays === 0 ? [] : [`settled for ${settleDays} days`]),
  ].join('; ');
}

/** For example `2026-11-21 03:00 UTC`. */
export function shownTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

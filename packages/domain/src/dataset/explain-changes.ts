import type { FreezeReason, Split } from '@evoline/contract/dataset';
import { type DatasetDiff, pullRequestKey, type TodaysName } from './diff-datasets.ts';
import type { EditedParts } from './edited-parts.ts';
import { compareItems, type ItemIdentity } from './item-order.ts';

/** A row of a version's delta. `split` null: the item left. */
export interface ExplainedChange {
  readonly itemDigest: string;
  /** owner/name on the day of the freeze. */
  readonly repository: string;
  readonly number: number;
  readonly split: Split | null;
  readonly reason: string | null;
  readonly evidence: string | null;
}

export interface ChangeReason {
  readonly reason: string;
  readonly evidence: string | null;
}

/** What is known of why pull requests left or changed. Keys: `owner/name#7`, by the names of today. */
export interface ChangeFacts {
  readonly todaysName: TodaysName;
  /** What winnowing dropped. */
  readonly dropped: ReadonlyMap<string, ChangeReason>;
  /** What mining dropped last. */
  readonly judged: ReadonlyMap<string, ChangeReason>;
  /** Whether the recipe selects a repository. */
  readonly selects: (repository: string) => boolean;
  /** By digest of the new edition. */
  readonly edits: ReadonlyMap<string, EditedParts>;
}

/** Reason of an item that stands in another split than before. */
export const splitMoved = 'split_moved';

/** The rows that lead from the parent to a version, each with why, in canonical order. */
export function explainChanges(diff: DatasetDiff, facts: ChangeFacts): ExplainedChange[] {
  const rows = [
    ...diff.added.map((item) => row(item, item.split, null)),
    ...diff.renamed.map((item) => row(item, item.split, null)),
    ...diff.moved.map(({ item, from }) =>
      row(item, item.split, { reason: splitMoved, evidence: `from ${from}` }),
    ),
    ...diff.removed.map((item) => row(item, null, reasonOfLeaving(item, facts))),
    ...diff.edited.flatMap(({ before, after }) => {
      const why = reasonOfEdit(facts.edits.get(after.digest));
      return [row(before, null, why), row(after, after.split, why)];
    }),
  ];
  return rows.toSorted((a, b) => compareItems(identityOf(a), identityOf(b)));
}

function reasonOfLeaving(item: ItemIdentity, facts: ChangeFacts): ChangeReason {
  const repository = facts.todaysName(item.repository);
  const key = pullRequestKey({ repository, number: item.number });
  const known = facts.dropped.get(key) ?? facts.judged.get(key);
  if (known !== undefined) return known;
  if (!facts.selects(repository)) return notSelected;
  return { reason: 'unknown', evidence: null };
}

function reasonOfEdit(edit: EditedParts | undefined): ChangeReason {
  const parts = edit === undefined || edit.parts.length === 0 ? ['other'] : edit.parts;
  return { reason: parts.join(','), evidence: edit?.evidence || null };
}

const notSelected: ChangeReason = {
  reason: 'not_selected' satisfies FreezeReason,
  evidence: null,
};

function row(
  { digest: itemDigest, repository, number }: ItemIdentity,
  split: Split | null,
  why: ChangeReason | null,
): ExplainedChange {
  const { reason = null, evidence = null } = why ?? {};
  return { itemDigest, repository, number, split, reason, evidence };
}

function identityOf({ itemDigest: digest, repository, number }: ExplainedChange): ItemIdentity {
  return { digest, repository, number };
}

import type { ColumnKind, TableColumn } from '@evoline/contract/table-column';

interface Options {
  readonly nullable?: boolean;
  readonly bulky?: boolean;
  readonly fields?: readonly TableColumn[];
}

const nullableText: Options = { nullable: true, bulky: true };

/** The columns of an exported item; the item's canonical JSON, hence its digest, can be made of them again. */
export const itemColumns: readonly TableColumn[] = [
  column('digest', 'text', 'SHA-256 of the canonical JSON of this item (RFC 8785)', {
    bulky: true,
  }),
  column('repository', 'text', 'owner/name when it was mined'),
  column('number', 'integer', 'number of the pull request'),
  column('title', 'text', 'title of the pull request', { bulky: true }),
  column('body', 'text', 'description of the pull request', { bulky: true }),
  column('merged_at', 'instant', 'when it was merged, UTC', { nullable: true }),
  column('merged_at_text', 'text', 'the same instant as its source spelled it', {
    nullable: true,
    bulky: true,
  }),
  column('base_tip', 'text', 'commit that it was to be merged into', { bulky: true }),
  column('merge_base', 'text', 'commit that the change starts from', { bulky: true }),
  column('head', 'text', 'last commit of the pull request', { bulky: true }),
  column('landed', 'text', 'commit of the default branch that holds the change', { bulky: true }),
  column('landing', 'text', 'merge, squash, rebase or unknown'),
  column('author_kind', 'text', 'human, bot, agent or mixed (a person with a coding agent)'),
  column('author_evidence', 'texts', 'what the kind was told by; names nobody'),
  column('licence', 'text', 'SPDX expression at the merge base; null: none recognised', {
    nullable: true,
  }),
  column('licence_path', 'text', 'files that the licence was read from', { nullable: true }),
  column('licence_confidence', 'number', 'how sure the licence is, 0 to 1'),
  column('language', 'text', 'programming language of most changed lines', { nullable: true }),
  column('issues', 'records', 'linked issues as they stood before the first commit', {
    fields: [
      column('repository', 'text', 'owner/name'),
      column('number', 'integer', 'number of the issue'),
      column('kind', 'text', 'by what it is linked, such as closing_keyword'),
      column('cross_repository', 'flag', 'it belongs to another repository'),
      column('title', 'text', 'title; null: only the number is known', nullableText),
      column('body', 'text', 'text; null: only the number is known', nullableText),
      column('created_at', 'text', 'when it was opened, ISO 8601', nullableText),
      column(
        'text_as_of',
        'text',
        'since when this text stood; null: nobody can tell',
        nullableText,
      ),
    ],
    bulky: true,
  }),
  column('files', 'records', 'changed files with their contents before and after', {
    fields: [
      column('path', 'text', 'path below the repository'),
      column('previous_path', 'text', 'path before a renaming', nullableText),
      column('status', 'text', 'added, modified, removed or renamed'),
      column('before', 'text', 'content at the merge base; null: there was none', nullableText),
      column('after', 'text', 'content at the head; null: there is none', nullableText),
    ],
    bulky: true,
  }),
  column('context', 'records', 'relevant files that the change left alone, best first', {
    fields: [
      column('path', 'text', 'path below the repository'),
      column('content', 'text', 'content at the merge base'),
    ],
    bulky: true,
  }),
  column('context_method', 'text', 'who chose the context files'),
  column('context_model', 'text', 'the model that was asked for them', { nullable: true }),
  column('patch', 'text', 'git diff from merge base to head, the oracle patch', { bulky: true }),
  column('url', 'text', 'where the pull request can be read', nullableText),
  column('author_key', 'text', "SHA-256 of the author's login in lower case, for opt-outs", {
    nullable: true,
    bulky: true,
  }),
  column('signature', 'text', 'MinHash of the change, for near duplicates', nullableText),
  column('exact_record', 'text', 'JSON of an item that holds text which is no UTF-8; else null', {
    nullable: true,
    bulky: true,
  }),
];

function column(
  name: string,
  kind: ColumnKind,
  description: string,
  { nullable = false, bulky = false, fields = [] }: Options = {},
): TableColumn {
  return { name, kind, nullable, bulky, fields, description };
}

import { canonicalJson } from '@evoline/contract/canonical-json';
import { itemFormat, PullRequestItem } from '@evoline/contract/mine';
import type { CellValue, TableRow } from '@evoline/contract/table-column';
import { contentDigest } from '../../content-digest.ts';

/** What the ledger knows of an item beside its record. */
export interface ItemMarks {
  readonly url: string | null;
  readonly authorKey: string | null;
  readonly signature: string | null;
}

export interface ReadItem extends ItemMarks {
  readonly digest: string;
  readonly item: PullRequestItem;
}

/** An item as a row of `itemColumns`. `digest` must be its own. */
export function itemToRow(digest: string, item: PullRequestItem, marks: ItemMarks): TableRow {
  return {
    digest,
    repository: item.repository,
    number: item.number,
    title: item.title,
    body: item.body,
    merged_at: instantOf(item.mergedAt),
    merged_at_text: item.mergedAt,
    base_tip: item.baseTip,
    merge_base: item.mergeBase,
    head: item.head,
    landed: item.landed,
    landing: item.landing,
    author_kind: item.author.kind,
    author_evidence: item.author.evidence,
    licence: item.licence.spdx,
    licence_path: item.licence.path,
    licence_confidence: item.licence.confidence,
    language: item.language,
    issues: item.issues.map(issueCells),
    files: item.files.map(fileCells),
    context: item.context.map(({ path, content }) => ({ path, content })),
    context_method: item.contextBy.method,
    context_model: item.contextBy.model,
    patch: item.patch,
    url: marks.url,
    author_key: marks.authorKey,
    signature: marks.signature,
    // Half a surrogate pair can be said in JSON, not in UTF-8.
    exact_record: isUnicode(item) ? null : canonicalJson(item),
  };
}

/**
 * The item of a row and its digest, which is computed, not believed.
 *
 * @returns a sentence about the column that does not fit when it is none
 */
export function rowToItem(row: TableRow): ReadItem | string {
  const read = PullRequestItem.safeParse(recordOf(row));
  if (!read.success) {
    const [issue] = read.error.issues;
    return `${issue?.path.join('.') ?? 'the row'}: ${issue?.message ?? 'is no item'}`;
  }
  const marks = { url: row['url'], authorKey: row['author_key'], signature: row['signature'] };
  const { url, authorKey, signature } = marks;
  if (!isTextOrNull(url) || !isTextOrNull(authorKey) || !isTextOrNull(signature)) {
    return 'url, author_key or signature: expected text or null';
  }
  return { digest: contentDigest(read.data), item: read.data, url, authorKey, signature };
}

function recordOf(row: TableRow): unknown {
  const exact = row['exact_record'];
  if (typeof exact === 'string') return parsed(exact);
  return {
    format: itemFormat,
    repository: row['repository'],
    number: row['number'],
    title: row['title'],
    body: row['body'],
    mergedAt: row['merged_at_text'],
    baseTip: row['base_tip'],
    mergeBase: row['merge_base'],
    head: row['head'],
    landed: row['landed'],
    landing: row['landing'],
    author: { kind: row['author_kind'], evidence: row['author_evidence'] },
    licence: {
      spdx: row['licence'],
      path: row['licence_path'],
      confidence: row['licence_confidence'],
    },
    language: row['language'],
    issues: cells(row['issues']).map(issueOf),
    files: cells(row['files']).map(fileOf),
    context: row['context'],
    contextBy: { method: row['context_method'], model: row['context_model'] },
    patch: row['patch'],
  };
}

function issueCells(issue: PullRequestItem['issues'][number]) {
  const { crossRepository, createdAt, textAsOf, ...same } = issue;
  return {
    ...same,
    cross_repository: crossRepository,
    created_at: createdAt,
    text_as_of: textAsOf,
  };
}

function issueOf({ cross_repository, created_at, text_as_of, ...same }: Cells): unknown {
  return {
    ...same,
    crossRepository: cross_repository,
    createdAt: created_at,
    textAsOf: text_as_of,
  };
}

function fileCells({ previousPath, ...same }: PullRequestItem['files'][number]) {
  return { ...same, previous_path: previousPath };
}

function fileOf({ previous_path, ...same }: Cells): unknown {
  return { ...same, previousPath: previous_path };
}

type Cells = Readonly<Record<string, CellValue>>;

function cells(value: CellValue | undefined): readonly Cells[] {
  if (!Array.isArray(value)) return [];
  return value.filter((cell): cell is Cells => typeof cell === 'object' && cell !== null);
}

function instantOf(text: string | null): Date | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time);
}

function isTextOrNull(value: CellValue | undefined): value is string | null {
  return value === null || typeof value === 'string';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isUnicode(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isUnicode);
  return typeof value !== 'object' || value === null || Object.values(value).every(isUnicode);
}

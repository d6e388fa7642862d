import { createHash } from 'node:crypto';
import type {
  CommitRecord,
  FileRecord,
  IssueRecord,
  PullRecord,
  ReferenceRecord,
  RepositoryFile,
} from './records.ts';

/** A pull request as it stands at the clock's horizon. */
export interface PullView extends PullRecord {
  readonly updated_at: string;
}

export interface IssueView extends IssueRecord {
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
}

/** Someone changes the text of an issue or a pull request, which moves its `updated_at`. */
export interface Edit {
  readonly number: number;
  readonly at: string;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  /** When the body it made was deleted from the history of edits. */
  readonly deletedAt?: string | undefined;
}

/** A body of an issue from some moment on. */
export interface BodyRevision {
  readonly at: string;
  readonly body: string;
  readonly deletedAt?: string | undefined;
}

/** A commit as git knows it. Times are ISO 8601. */
export interface CommitFacts {
  readonly oid: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly authoredDate: string;
  readonly committedDate: string;
  readonly author: { readonly name?: string | undefined; readonly email?: string | undefined };
}

/** A local clone: its bare folder, the default branch's tip, and each commit that landed a pull request. */
export interface LocalGit {
  readonly folder: string;
  readonly tip: string;
  readonly landed: ReadonlyMap<string, CommitFacts>;
}

export interface RepositoryContents {
  readonly file: RepositoryFile;
  /** Of the history on GitHub's disks, KiB. */
  readonly sizeKiB?: number;
  readonly pulls: readonly PullRecord[];
  readonly commits: ReadonlyMap<number, readonly CommitRecord[]>;
  readonly files: ReadonlyMap<number, readonly FileRecord[]>;
  readonly issues: readonly IssueRecord[];
  readonly references: readonly ReferenceRecord[];
  /** Opened on first use; null where only metadata is known. */
  readonly git: () => Promise<LocalGit | null>;
}

/** A repository on the double. Its numeric id stays the same through renames. */
export class HostedRepository {
  readonly id: number;
  readonly contents: RepositoryContents;
  owner: string;
  name: string;
  blocked: 'dmca' | null = null;
  #edits: Edit[] = [];
  readonly #pulls: ReadonlyMap<number, PullRecord>;
  readonly #issues: ReadonlyMap<number, IssueRecord>;

  constructor(contents: RepositoryContents) {
    this.contents = contents;
    this.owner = contents.file.owner.login;
    this.name = contents.file.name;
    this.id = stableId(`repository ${contents.file.full_name}`);
    this.#pulls = new Map(contents.pulls.map((pull) => [pull.number, pull]));
    this.#issues = new Map(contents.issues.map((issue) => [issue.number, issue]));
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`;
  }

  /** Numeric id of an issue or a pull request. */
  idOf(kind: 'issue' | 'pull', number: number): number {
    return stableId(`${kind} ${this.id} ${number}`);
  }

  edit(edit: Edit): void {
    this.#edits.push(edit);
  }

  /** Every pull request that exists at the horizon, ascending. */
  pulls(horizon: string | null): PullView[] {
    return [...this.#pulls.keys()].flatMap((number) => this.pull(number, horizon) ?? []);
  }

  pull(number: number, horizon: string | null): PullView | undefined {
    const record = this.#pulls.get(number);
    if (record === undefined || isAfter(record.created_at, horizon)) return undefined;
    const past = isAfter(record.closed_at, horizon) ? stillOpen(record) : record;
    return this.#edited(past, past.closed_at ?? past.created_at, horizon);
  }

  issues(horizon: string | null): IssueView[] {
    return [...this.#issues.keys()].flatMap((number) => this.issue(number, horizon) ?? []);
  }

  issue(number: number, horizon: string | null): IssueView | undefined {
    const record = this.#issues.get(number);
    if (record === undefined) return undefined;
    const created_at = record.created_at ?? unknownDay;
    if (isAfter(created_at, horizon)) return undefined;
    const known = { ...record, created_at, closed_at: record.closed_at ?? null };
    const past = isAfter(known.closed_at, horizon)
      ? { ...known, state: 'open' as const, closed_at: null }
      : known;
    return this.#edited(past, past.closed_at ?? past.created_at, horizon);
  }

  /** Every body that an issue has had, oldest first. */
  bodies(number: number, horizon: string | null): BodyRevision[] {
    const record = this.#issues.get(number);
    if (record === undefined) return [];
    const first = { at: record.created_at ?? unknownDay, body: record.body ?? '' };
    const later = this.#editsOf(number, horizon).flatMap(({ at, body, deletedAt }) =>
      body === undefined ? [] : [{ at, body, deletedAt }],
    );
    return [first, ...later];
  }

  /** Every change of an issue's title, oldest first. */
  renames(number: number, horizon: string | null) {
    let previousTitle = this.#issues.get(number)?.title ?? '';
    return this.#editsOf(number, horizon).flatMap(({ at, title }) => {
      if (title === undefined) return [];
      const rename = { at, previousTitle, currentTitle: title };
      previousTitle = title;
      return [rename];
    });
  }

  #editsOf(number: number, horizon: string | null): Edit[] {
    return this.#edits.filter((edit) => edit.number === number && !isAfter(edit.at, horizon));
  }

  #edited<T extends { number: number; title: string; body: string | null }>(
    item: T,
    updatedAt: string,
    horizon: string | null,
  ): T & { updated_at: string } {
    let view = { ...item, updated_at: updatedAt };
    for (const { number, at, title, body } of this.#edits) {
      if (number !== item.number || isAfter(at, horizon)) continue;
      const updated_at = at > view.updated_at ? at : view.updated_at;
      view = { ...view, title: title ?? view.title, body: body ?? view.body, updated_at };
    }
    return view;
  }
}

/** For the few issues of the corpus whose day nobody wrote down. */
const unknownDay = '2008-01-01T00:00:00Z';

function isAfter(time: string | null, horizon: string | null): boolean {
  return horizon !== null && time !== null && time > horizon;
}

function stillOpen(record: PullRecord): PullRecord {
  const nothing = { closed_at: null, merged_at: null, merge_commit_sha: null };
  return { ...record, ...nothing, state: 'open', merged: false };
}

/** A positive number below 2^31, the same on every machine. */
export function stableId(label: string): number {
  return createHash('sha256').update(label).digest().readUInt32BE(0) >>> 1;
}

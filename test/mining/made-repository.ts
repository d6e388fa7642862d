import { git } from '@evoline/testing/git/git-process';

/** Content of a file, or an entry of another kind; null removes it. */
export type FileEntry =
  | string
  | Buffer
  | null
  | { readonly mode: '100755' | '120000'; readonly content: string }
  | { readonly submodule: string };

/** Path by path; a path that is no UTF-8 is given in octal as git quotes it. */
export type Files = Readonly<Record<string, FileEntry>>;

export interface CommitOptions {
  readonly parents?: readonly number[];
  readonly message: string;
  readonly author?: string;
  /** Seconds; default: the commit's own time. A rebase keeps the first one. */
  readonly authoredAt?: number;
  readonly files?: Files;
}

interface MadeCommit extends CommitOptions {
  readonly authoredAt: number;
}

/**
 * Writes a history as data and then with real git. Commits are named by their number from 1; every one
 * is a minute younger than the one before.
 */
export class MadeRepository {
  readonly #commits: MadeCommit[] = [];
  readonly #pulls = new Map<number, number>();
  /** The default branch's tip. */
  tip = 0;

  commit(options: CommitOptions): number {
    const authoredAt = options.authoredAt ?? this.#timeOf(this.#commits.length + 1);
    this.#commits.push({ ...options, authoredAt });
    return this.#commits.length;
  }

  /** A commit on the default branch. */
  main(options: Omit<CommitOptions, 'parents'>): number {
    this.tip = this.commit({ ...options, parents: this.tip === 0 ? [] : [this.tip] });
    return this.tip;
  }

  /** Notes the head of a pull request, which becomes `refs/pull/<n>/head`. */
  pull(number: number, head: number): number {
    this.#pulls.set(number, head);
    return head;
  }

  /** Lands a branch by a merge commit as GitHub writes it; merges keep both sides' files. */
  merge(number: number, head: number, title: string, branch = `someone/branch-${number}`): void {
    const message = `Merge pull request #${number} from ${branch}\n\n${title}`;
    this.tip = this.commit({
      parents: [this.tip, this.pull(number, head)],
      message,
      files: this.#filesOf(head),
    });
  }

  squash(number: number, head: number, title: string, author = 'ada'): void {
    const files = this.#filesOf(this.pull(number, head));
    this.tip = this.commit({
      parents: [this.tip],
      message: `${title} (#${number})`,
      author,
      files,
    });
  }

  rebase(number: number, head: number): void {
    for (const mark of this.#branch(this.pull(number, head))) {
      const { message, author = 'ada', authoredAt, files = {} } = this.#at(mark);
      this.tip = this.commit({ parents: [this.tip], message, author, authoredAt, files });
    }
  }

  /** Writes it to a new bare repository and returns the commit ids by number, the first at 1. */
  async write(folder: string): Promise<readonly string[]> {
    await git(folder, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', '.']);
    const marks = this.#commits.map((_, index) => `get-mark :${index + 1}\n`);
    const refs = [...this.#pulls].map(
      ([n, mark]) => `reset refs/pull/${n}/head\nfrom :${mark}\n\n`,
    );
    const head = `reset refs/heads/main\nfrom :${this.tip}\n\n`;
    const output = await git(
      folder,
      ['fast-import', '--quiet', '--force'],
      [...this.#stream(), head, ...refs, ...marks],
    );
    return ['', ...output.trim().split('\n')];
  }

  *#stream(): Generator<string | Buffer> {
    for (const [index, commit] of this.#commits.entries()) {
      const { author = 'ada', message, parents = [], files = {}, authoredAt } = commit;
      const bytes = Buffer.from(message);
      yield 'reset refs/heads/scratch\n';
      yield `commit refs/heads/scratch\nmark :${index + 1}\nauthor ${author} <a@example.com> ${authoredAt} +0000\n`;
      yield `committer ada <a@example.com> ${this.#timeOf(index + 1)} +0000\ndata ${bytes.length}\n`;
      yield bytes;
      yield parents
        .map((parent, place) => `\n${place === 0 ? 'from' : 'merge'} :${parent}`)
        .join('');
      yield '\n';
      for (const [path, entry] of Object.entries(files)) yield* fileLines(path, entry);
      yield '\n';
    }
  }

  /** Changes along the branch of a head, later ones over earlier ones. */
  #filesOf(head: number): Files {
    return Object.assign({}, ...this.#branch(head).map((mark) => this.#at(mark).files ?? {}));
  }

  /** Own commits of a head, oldest first: those that are younger than its fork from the default branch. */
  #branch(head: number): number[] {
    const own: number[] = [];
    const line = this.#line();
    for (
      let at: number | undefined = head;
      at !== undefined && !line.has(at);
      at = this.#at(at).parents?.[0]
    ) {
      own.unshift(at);
    }
    return own;
  }

  #line(): Set<number> {
    const line = new Set<number>();
    for (
      let at: number | undefined = this.tip;
      at !== undefined && at > 0;
      at = this.#at(at).parents?.[0]
    ) {
      line.add(at);
    }
    return line;
  }

  #at(mark: number): MadeCommit {
    const commit = this.#commits[mark - 1];
    if (commit === undefined) throw new Error(`there is no commit ${mark}`);
    return commit;
  }

  #timeOf(mark: number): number {
    return 1_700_000_000 + mark * 60;
  }
}

function* fileLines(path: string, entry: FileEntry): Generator<string | Buffer> {
  if (entry === null) {
    yield `D ${path}\n`;
    return;
  }
  if (typeof entry === 'object' && 'submodule' in entry) {
    yield `M 160000 ${entry.submodule} ${path}\n`;
    return;
  }
  const isPlain = typeof entry === 'string' || Buffer.isBuffer(entry);
  const bytes = Buffer.from(isPlain ? entry : entry.content);
  yield `M ${isPlain ? '100644' : entry.mode} inline ${path}\ndata ${bytes.length}\n`;
  yield bytes;
  yield '\n';
}

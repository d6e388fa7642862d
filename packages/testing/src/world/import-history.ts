import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../git/git-process.ts';
import type { FileChange, Person } from './proposal.ts';
import type { PlannedCommit, RepositoryHistory } from './repository-history.ts';

/** Commit ids by mark. */
export type CommitIds = ReadonlyMap<number, string>;

/**
 * Writes a planned history into a new bare repository at `folder` by `git fast-import`, with
 * `refs/heads/main` and one `refs/pull/<n>/head` per pull request, and returns the commit ids.
 */
export async function importHistory(
  folder: string,
  history: RepositoryHistory,
): Promise<CommitIds> {
  await mkdir(folder, { recursive: true });
  await git(folder, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main']);
  const marksFile = join(folder, 'marks');
  const options = ['--quiet', '--force', `--export-marks=${marksFile}`];
  const importer = ['-c', 'fastimport.unpackLimit=0', 'fast-import', ...options];
  await git(folder, importer, importStream(history.commits));
  const ids = parseMarks(await readFile(marksFile, 'utf8'));
  await rm(marksFile);
  await git(folder, ['update-ref', '-d', scratchRef]);
  await writeFile(join(folder, 'packed-refs'), packedRefs(history, ids));
  return ids;
}

/** Branch commits go through a ref of their own, so that the importer keeps the default branch's tree at hand. */
const scratchRef = 'refs/evoline/scratch';

function* importStream(commits: readonly PlannedCommit[]): Generator<string | Buffer> {
  for (const commit of commits) {
    const message = Buffer.from(commit.message);
    yield [
      `commit ${commit.line === 'main' ? 'refs/heads/main' : scratchRef}`,
      `mark :${commit.mark}`,
      `author ${signature(commit.author)} ${commit.authoredAt} +0000`,
      `committer ${signature(commit.committer)} ${commit.committedAt} +0000`,
      `data ${message.length}\n`,
    ].join('\n');
    yield message;
    yield '\n';
    const [first, ...others] = commit.parents;
    if (first !== undefined) yield `from :${first}\n`;
    for (const parent of others) yield `merge :${parent}\n`;
    for (const change of commit.changes) yield* fileChange(change);
    yield '\n';
  }
  yield 'done\n';
}

function* fileChange({ path, content, mode = '100644' }: FileChange): Generator<string | Buffer> {
  const bytes = Buffer.from(content);
  yield `M ${mode} inline ${path}\ndata ${bytes.length}\n`;
  yield bytes;
  yield '\n';
}

/** Name and address as they stand in a commit. Bots have the address that GitHub gives them. */
export function addressOf({ login, type }: Person): string {
  return type === 'Bot' ? `${login}@users.noreply.github.com` : `${login}@example.com`;
}

function signature(who: Person): string {
  return `${who.login} <${addressOf(who)}>`;
}

function parseMarks(text: string): CommitIds {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [mark = '', id = ''] = line.slice(1).split(' ');
      return [Number(mark), id];
    }),
  );
}

/** The refs as `git pack-refs` would leave them; hundreds of loose ones take git longer than the import. */
function packedRefs(history: RepositoryHistory, ids: CommitIds): string {
  const lines = history.pullRequests.map(
    ({ number, commits }) => [`refs/pull/${number}/head`, ids.get(commits.at(-1) ?? 0)] as const,
  );
  const sorted = lines.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `# pack-refs with: peeled fully-peeled sorted \n${sorted.map(([ref, id]) => `${id} ${ref}\n`).join('')}`;
}

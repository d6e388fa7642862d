import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../git/git-process.ts';
import { isoSeconds } from './double-clock.ts';
import type { CommitFacts, LocalGit } from './hosted-repository.ts';

/**
 * Opens a history for serving: a bare folder as it is, a bundle cloned (with `refs/pull/*`) into `clones`
 * and kept there under its path, length and age. `branch` is the default branch, `landed` are the commits that
 * landed pull requests on it.
 */
export async function openLocalGit(
  source: string | null,
  clones: string,
  branch: string,
  landed: readonly string[],
): Promise<LocalGit | null> {
  if (source === null) return null;
  const folder = source.endsWith('.bundle') ? await cloneBundle(source, clones) : source;
  const tip = (await git(folder, ['rev-parse', `refs/heads/${branch}`])).trim();
  return { folder, tip, landed: await readCommits(folder, landed) };
}

async function cloneBundle(bundle: string, clones: string): Promise<string> {
  const { size, mtimeMs } = await stat(bundle);
  const name = createHash('sha256')
    .update(`${bundle} ${size} ${mtimeMs}`)
    .digest('hex')
    .slice(0, 16);
  const folder = join(clones, `${name}.git`);
  if (
    await stat(folder).then(
      () => true,
      () => false,
    )
  )
    return folder;
  await mkdir(clones, { recursive: true });
  const draft = join(clones, `${randomUUID()}.git`);
  try {
    await git(clones, ['clone', '--quiet', '--mirror', '--template=', bundle, draft]);
    await rename(draft, folder).catch(async (error: unknown) => {
      // another process was faster
      await stat(folder).catch(() => {
        throw error;
      });
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

async function readCommits(
  folder: string,
  commits: readonly string[],
): Promise<Map<string, CommitFacts>> {
  const format = ['%H', '%P', '%aI', '%cI', '%an', '%ae', '%B'].join('%x00');
  const options = ['--no-walk=unsorted', '--ignore-missing', '--stdin', `--format=${format}%x01`];
  const input = commits.map((id) => `${id}\n`);
  const output = await git(folder, ['log', ...options], input);
  const rows = output.split('\u0001').map((row) => row.trimStart().split('\0'));
  return new Map(
    rows.filter((row) => row.length === 7).map((row) => [row[0] ?? '', commitFacts(row)]),
  );
}

function commitFacts(row: readonly string[]): CommitFacts {
  const [oid = '', parents = '', authored = '', committed = '', name, email, message = ''] = row;
  return {
    oid,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    message: message.trimEnd(),
    authoredDate: utc(authored),
    committedDate: utc(committed),
    author: { name, email },
  };
}

function utc(time: string): string {
  return isoSeconds(new Date(time));
}

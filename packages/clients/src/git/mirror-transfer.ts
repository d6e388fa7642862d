import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EvolineFailure } from '@evoline/contract/failures';
import type { GitAddress } from './git-address.ts';
import { checkedId, type GitProgram } from './git-program.ts';
import { type RunOptions, runGit } from './run-git.ts';

export interface TransferOptions {
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

const pullHeads = '+refs/pull/*/head:refs/pull/*/head';
/** A file in a mirror whose file contents may have been left on the server. */
export const bloblessMark = 'evoline-blobless';
const noBlobs = '--filter=blob:none';
/** Only while something is fetched: readers must never fetch on their own. */
const promisor = [
  '-c',
  'remote.origin.promisor=true',
  '-c',
  'remote.origin.partialclonefilter=blob:none',
] as const;

/** Clones branches and pull request heads into a new bare repository. */
export async function cloneMirror(
  program: GitProgram,
  from: GitAddress,
  { folder, isBlobless, ...options }: TransferOptions & { folder: string; isBlobless: boolean },
): Promise<void> {
  const shape = ['--bare', '--no-tags', '--progress', '--template='];
  const filter = isBlobless ? [noBlobs] : [];
  const args = ['clone', ...shape, '-c', `remote.origin.fetch=${pullHeads}`, ...filter, '--'];
  await transfer(program, [...args, from.address, folder], from, options);
  if (isBlobless) await markBlobless(program, folder);
}

/** Follows branches, pull request heads and the default branch of a repository. */
export async function fetchMirror(
  program: GitProgram,
  from: GitAddress,
  { folder, isBlobless, ...options }: TransferOptions & { folder: string; isBlobless: boolean },
): Promise<void> {
  await local(program, folder, ['config', 'remote.origin.url', from.address]);
  const shape = ['--prune', '--no-tags', '--progress', '--no-write-fetch-head'];
  const partial = isBlobless ? promisor : [];
  const filter = isBlobless ? [noBlobs] : [];
  const args = [...partial, 'fetch', ...shape, ...filter, 'origin'];
  const refs = ['+refs/heads/*:refs/heads/*', pullHeads];
  await transfer(program, [...args, ...refs], from, { ...options, gitFolder: folder });
  await followHead(program, from, { folder, signal: options.signal });
}

/** Fetches objects by id in one request, all or none of them. */
export async function fetchIds(
  program: GitProgram,
  from: GitAddress,
  ids: readonly string[],
  { folder, keepAs, ...options }: TransferOptions & { folder: string; keepAs?: 'refs' | undefined },
): Promise<void> {
  const wanted = ids.map(checkedId);
  const specs = wanted.map((id) => (keepAs === 'refs' ? `+${id}:refs/evoline/${id}` : id));
  const plain = ['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', '--quiet', '--no-tags'];
  const args = [...promisor, ...plain, '--no-write-fetch-head', noBlobs, '--stdin', 'origin'];
  const input = `${specs.join('\n')}\n`;
  await transfer(program, args, from, { ...options, gitFolder: folder, input });
}

/** The address that a mirror was last fetched from. */
export async function originUrlOf(program: GitProgram, folder: string): Promise<string> {
  return (await local(program, folder, ['config', '--get', 'remote.origin.url'])).trim();
}

/** To readers, what is not here is missing. */
async function markBlobless(program: GitProgram, folder: string): Promise<void> {
  const settings = ['remote.origin.promisor', 'remote.origin.partialclonefilter'];
  for (const name of [...settings, 'extensions.partialclone'])
    await local(program, folder, ['config', '--unset-all', name]).catch(() => '');
  await writeFile(path.join(folder, bloblessMark), '');
}

/** The default branch may have been renamed, or another one checked out. A bundle does not tell. */
async function followHead(
  program: GitProgram,
  from: GitAddress,
  { folder, signal }: { readonly folder: string; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const args = ['ls-remote', '--symref', '--', from.address, 'HEAD'];
  const told = await transfer(program, args, from, { signal, timeoutSeconds: 120 });
  const ref = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(told)?.[1];
  if (ref !== undefined) await local(program, folder, ['symbolic-ref', 'HEAD', ref]);
}

async function transfer(
  program: GitProgram,
  args: readonly string[],
  from: GitAddress,
  options: RunOptions,
): Promise<string> {
  try {
    return await runGit(program, args, { ...options, protocols: from.protocols });
  } catch (error) {
    throw explained(error, from);
  }
}

function local(program: GitProgram, gitFolder: string, args: readonly string[]): Promise<string> {
  return runGit(program, args, { gitFolder, timeoutSeconds: 60 });
}

const noRepository = /does not (?:appear|exist)|not a git repository|not a bundle|not look like/i;

/** A folder that is no repository is a wrong input, not a broken connection. */
function explained(error: unknown, from: GitAddress): unknown {
  const isOurs = error instanceof EvolineFailure && !from.isRemote;
  if (!isOurs || !noRepository.test(error.message)) return error;
  const message = `source: ${from.address} is no git repository and no bundle`;
  return new EvolineFailure('input_invalid', message, { cause: error });
}

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EvolineFailure } from '@evoline/contract/failures';
import { checkAddress, type GitAddress } from './git-address.ts';
import { checkedId, type GitProgram } from './git-program.ts';
import { withLock } from './mirror-lock.ts';
import { runGit } from './run-git.ts';

export interface RefreshOptions {
  /** true: leave file contents on the server until they are asked for, where it can do that. */
  readonly isBlobless?: boolean;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

const pullHeads = '+refs/pull/*/head:refs/pull/*/head';
/** A file in a mirror whose file contents may have been left on the server. */
const bloblessMark = 'evoline-blobless';
const hour = 3600;

/** Bare mirrors below one folder, one per repository key, each whole or not there at all. */
export class MirrorFolder {
  readonly #program: GitProgram;
  readonly #folder: string;

  constructor(program: GitProgram, folder: string) {
    this.#program = program;
    this.#folder = folder;
  }

  /** Where the mirror of a key is, or will be. */
  pathOf(key: string): string {
    const digest = createHash('sha256').update(key).digest('hex');
    return path.join(this.#folder, `${digest.slice(0, 32)}.git`);
  }

  /** Clones at first, fetches later; returns the git folder. One process at a time per mirror. */
  async refresh(key: string, givenAddress: string, options: RefreshOptions = {}): Promise<string> {
    const address = await checkAddress(givenAddress);
    const mirror = this.pathOf(key);
    await mkdir(this.#folder, { recursive: true });
    return await this.#locked(mirror, options, async () => {
      if (await isThere(mirror)) await this.#fetch(mirror, address, options);
      else await this.#clone(mirror, address, options);
      return mirror;
    });
  }

  /** Fetches objects by id in one request; ids that the server does not give stay missing. */
  async fetchObjects(
    mirror: string,
    ids: readonly string[],
    options: { readonly keepAs?: 'refs'; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    if (ids.length === 0) return;
    const wanted = ids.map(checkedId);
    const input = wanted
      .map((id) => (options.keepAs === 'refs' ? `+${id}:refs/evoline/${id}` : id))
      .join('\n');
    await this.#locked(mirror, options, async () => {
      const address = await checkAddress(await this.#config(mirror, 'remote.origin.url'));
      const args = [
        ...promisor,
        '-c',
        'fetch.negotiationAlgorithm=noop',
        'fetch',
        '--quiet',
        '--no-tags',
      ];
      const rest = ['--no-write-fetch-head', '--filter=blob:none', '--stdin', 'origin'];
      await runGit(this.#program, [...args, ...rest], {
        gitFolder: mirror,
        protocols: address.protocols,
        input: `${input}\n`,
        timeoutSeconds: hour,
        signal: options.signal,
      });
    });
  }

  /** Whether file contents may be missing because they were left on the server. */
  async isBlobless(mirror: string): Promise<boolean> {
    return await isThere(path.join(mirror, bloblessMark));
  }

  async #clone(mirror: string, from: GitAddress, options: RefreshOptions): Promise<void> {
    await this.#dropLeftovers();
    const draft = path.join(this.#folder, `draft-${randomUUID()}`);
    const isBlobless = from.isRemote && options.isBlobless === true;
    const filter = isBlobless ? ['--filter=blob:none'] : [];
    const args = [
      'clone',
      '--bare',
      '--no-tags',
      '--progress',
      '--template=',
      '-c',
      `remote.origin.fetch=${pullHeads}`,
      ...filter,
    ];
    try {
      await this.#remote([...args, '--', from.address, draft], from, options);
      if (isBlobless) await this.#markBlobless(draft);
      await rename(draft, mirror);
    } catch (error) {
      throw await this.#explain(error, from);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  /** Readers must never fetch on their own: to them, what is not here is missing. */
  async #markBlobless(mirror: string): Promise<void> {
    const names = [
      'remote.origin.promisor',
      'remote.origin.partialclonefilter',
      'extensions.partialclone',
    ];
    for (const name of names)
      await this.#local(mirror, ['config', '--unset-all', name]).catch(() => '');
    await writeFile(path.join(mirror, bloblessMark), '');
  }

  async #fetch(mirror: string, from: GitAddress, options: RefreshOptions): Promise<void> {
    await this.#local(mirror, ['config', 'remote.origin.url', from.address]);
    const isBlobless = await this.isBlobless(mirror);
    const partial = isBlobless ? [...promisor] : [];
    const filter = isBlobless ? ['--filter=blob:none'] : [];
    const args = [
      ...partial,
      'fetch',
      '--prune',
      '--no-tags',
      '--progress',
      '--no-write-fetch-head',
      ...filter,
    ];
    try {
      await this.#remote([...args, 'origin', '+refs/heads/*:refs/heads/*', pullHeads], from, {
        ...options,
        gitFolder: mirror,
      });
      await this.#followHead(mirror, from, options);
    } catch (error) {
      throw await this.#explain(error, from);
    }
  }

  /** The default branch may have been renamed, or another one checked out. A bundle does not tell. */
  async #followHead(mirror: string, from: GitAddress, options: RefreshOptions): Promise<void> {
    const args = ['ls-remote', '--symref', '--', from.address, 'HEAD'];
    const told = await this.#remote(args, from, { signal: options.signal, timeoutSeconds: 120 });
    const ref = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(told)?.[1];
    if (ref !== undefined) await this.#local(mirror, ['symbolic-ref', 'HEAD', ref]);
  }

  #remote(
    args: readonly string[],
    from: GitAddress,
    options: RefreshOptions & { gitFolder?: string },
  ) {
    const { timeoutSeconds = hour, ...rest } = options;
    return runGit(this.#program, args, { ...rest, protocols: from.protocols, timeoutSeconds });
  }

  #local(gitFolder: string, args: readonly string[]): Promise<string> {
    return runGit(this.#program, args, { gitFolder, timeoutSeconds: 60 });
  }

  async #config(mirror: string, name: string): Promise<string> {
    return (await this.#local(mirror, ['config', '--get', name]).catch(() => '')).trim();
  }

  #locked<T>(
    mirror: string,
    options: { signal?: AbortSignal | undefined },
    work: () => Promise<T>,
  ): Promise<T> {
    return withLock(`${mirror}.lock`, { waitSeconds: hour, signal: options.signal }, work);
  }

  /** A folder that is no repository is a wrong input, not a broken connection. */
  async #explain(error: unknown, from: GitAddress): Promise<unknown> {
    const isOurs = error instanceof EvolineFailure;
    if (
      !isOurs ||
      from.isRemote ||
      !/does not (?:appear|exist)|not a git repository|not a bundle|not look like/i.test(
        error.message,
      )
    ) {
      return error;
    }
    const message = `source: ${from.address} is no git repository and no bundle`;
    return new EvolineFailure('input_invalid', message, { cause: error });
  }

  /** Half-made clones of processes that were killed. */
  async #dropLeftovers(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const file = path.join(this.#folder, name);
      const found = name.startsWith('draft-') ? await stat(file).catch(() => null) : null;
      const isOld = found !== null && Date.now() - found.mtimeMs > 24 * hour * 1000;
      if (isOld) await rm(file, { recursive: true, force: true });
    }
  }
}

const promisor = [
  '-c',
  'remote.origin.promisor=true',
  '-c',
  'remote.origin.partialclonefilter=blob:none',
] as const;

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

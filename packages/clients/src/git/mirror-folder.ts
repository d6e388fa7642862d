import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { EvolineFailure } from '@evoline/contract/failures';
import pLimit from 'p-limit';
import { fetchGranted } from './fetch-granted.ts';
import { checkAddress, type GitAddress } from './git-address.ts';
import type { GitProgram } from './git-program.ts';
import { MirrorBudget } from './mirror-budget.ts';
import { defaultMirrorLimits, type MirrorLimits } from './mirror-limits.ts';
import { withLock } from './mirror-lock.ts';
import { bloblessMark, cloneMirror, fetchMirror, originUrlOf } from './mirror-transfer.ts';
import { keepUp, sweepLeftovers } from './mirror-upkeep.ts';
import { beginUse, keepInUse } from './mirror-use.ts';
import { watchGrowth } from './watch-growth.ts';

export interface RefreshOptions {
  /** true: leave file contents on the server until they are asked for, where it can do that. */
  readonly isBlobless?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

const lockSeconds = 3600;
/** What git says of a mirror that lost or spoiled what it had. */
const damaged =
  /bad object|corrupt|unable to read|not a git repository|missing (?:blob|tree|commit)|all necessary objects/i;

/** Bare mirrors below one folder, one per repository key, each whole or not there at all. */
export class MirrorFolder {
  readonly #program: GitProgram;
  readonly #folder: string;
  readonly #limits: MirrorLimits;
  readonly #budget: MirrorBudget;
  readonly #transfers: ReturnType<typeof pLimit>;

  constructor(program: GitProgram, folder: string, limits: Partial<MirrorLimits> = {}) {
    this.#program = program;
    this.#folder = folder;
    this.#limits = { ...defaultMirrorLimits, ...limits };
    this.#budget = new MirrorBudget(folder, this.#limits);
    this.#transfers = pLimit(this.#limits.transfersAtOnce);
  }

  /** Where the mirror of a key is, or will be. */
  pathOf(key: string): string {
    const digest = createHash('sha256').update(key).digest('hex');
    return path.join(this.#folder, `${digest.slice(0, 32)}.git`);
  }

  /**
   * Clones at first, fetches later; returns the git folder. One process at a time per mirror.
   *
   * @throws EvolineFailure mirror_too_large, disk_full, git_unreachable, not_found, git_failed or input_invalid
   */
  async refresh(key: string, givenAddress: string, options: RefreshOptions = {}): Promise<string> {
    const address = await checkAddress(givenAddress);
    const mirror = this.pathOf(key);
    await mkdir(this.#folder, { recursive: true });
    await this.#transfer(mirror, options, async () => {
      if (await isThere(mirror)) await this.#fetch(mirror, address, options);
      else await this.#clone(mirror, address, options);
    });
    return mirror;
  }

  /** Fetches objects by id in one request, and in one more for each that the server refuses. */
  async fetchObjects(
    mirror: string,
    ids: readonly string[],
    options: { readonly keepAs?: 'refs'; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    if (ids.length === 0) return;
    await this.#transfer(mirror, options, async () => {
      const from = await checkAddress(await originUrlOf(this.#program, mirror));
      await this.#grow(mirror, mirror, options.signal, (signal) =>
        fetchGranted(this.#program, from, ids, {
          folder: mirror,
          keepAs: options.keepAs,
          timeoutSeconds: this.#limits.transferSeconds,
          signal,
        }),
      );
      await this.#keepUp(mirror, options.signal);
    });
  }

  /** Whether file contents may be missing because they were left on the server. */
  async isBlobless(mirror: string): Promise<boolean> {
    return await isThere(path.join(mirror, bloblessMark));
  }

  /** A few at once, one per mirror; when the disk is full, others make room and it is done again. */
  async #transfer(
    mirror: string,
    { signal }: { readonly signal?: AbortSignal | undefined },
    work: () => Promise<void>,
  ): Promise<void> {
    const release = keepInUse(mirror);
    const options = { waitSeconds: lockSeconds, signal };
    const patient = async () => {
      for (;;) {
        const failure = await work().then(() => null, asFailure);
        if (failure === null) return;
        const isFull = failure instanceof EvolineFailure && failure.code === 'disk_full';
        if (!isFull || (await this.#budget.free(0, mirror)) === 0) throw failure;
      }
    };
    try {
      await this.#transfers(() => withLock(`${mirror}.lock`, options, patient));
    } finally {
      release();
    }
  }

  async #clone(mirror: string, from: GitAddress, options: RefreshOptions): Promise<void> {
    await this.#dropLeftovers();
    await this.#budget.makeRoom(mirror);
    const draft = path.join(this.#folder, `draft-${randomUUID()}`);
    try {
      await this.#grow(draft, mirror, options.signal, (signal) =>
        cloneMirror(this.#program, from, {
          folder: draft,
          isBlobless: from.isRemote && options.isBlobless === true,
          timeoutSeconds: this.#limits.transferSeconds,
          onProgress: options.onProgress,
          signal,
        }),
      );
      await beginUse(draft);
      await rm(mirror, { recursive: true, force: true });
      await rename(draft, mirror);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  /** A mirror that was spoiled, as by a full disk, is made anew. */
  async #fetch(mirror: string, from: GitAddress, options: RefreshOptions): Promise<void> {
    await sweepLeftovers(mirror);
    const isBlobless = await this.isBlobless(mirror);
    const { transferSeconds: timeoutSeconds } = this.#limits;
    try {
      await this.#grow(mirror, mirror, options.signal, (signal) =>
        fetchMirror(this.#program, from, {
          folder: mirror,
          isBlobless,
          timeoutSeconds,
          onProgress: options.onProgress,
          signal,
        }),
      );
    } catch (error) {
      const isOurs = error instanceof EvolineFailure && error.code === 'git_failed';
      if (!isOurs || !damaged.test(error.message)) throw error;
      await this.#clone(mirror, from, { ...options, isBlobless });
    }
    await this.#keepUp(mirror, options.signal);
  }

  async #grow(
    folder: string,
    mirror: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { maxMirrorBytes: maxBytes } = this.#limits;
    const onGrowth = () => this.#budget.makeRoom(mirror);
    await watchGrowth({ folder, maxBytes, onGrowth, signal }, work);
    await onGrowth();
  }

  /** What could not be tidied up can still be read. */
  async #keepUp(mirror: string, signal: AbortSignal | undefined): Promise<void> {
    const { maxPacks } = this.#limits;
    const isBlobless = await this.isBlobless(mirror);
    await keepUp(this.#program, mirror, { maxPacks, isBlobless, signal }).catch(
      (error: unknown) => {
        if (signal?.aborted === true) throw error;
      },
    );
  }

  /** Half-made clones and half-removed mirrors of processes that were killed: none takes so long. */
  async #dropLeftovers(): Promise<void> {
    const longest = 2 * this.#limits.transferSeconds * 1000;
    for (const name of await readdir(this.#folder)) {
      if (!/^(?:draft|evicted)-/.test(name)) continue;
      const file = path.join(this.#folder, name);
      const found = await stat(file).catch(() => null);
      const isOld = found !== null && Date.now() - found.mtimeMs > longest;
      if (isOld) await rm(file, { recursive: true, force: true });
    }
  }
}

function asFailure(error: unknown): Error {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  if (isFull) return new EvolineFailure('disk_full', error.message, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

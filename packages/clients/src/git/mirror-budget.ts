import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { EvolineFailure } from '@evoline/contract/failures';
import { folderBytes } from './folder-bytes.ts';
import type { MirrorLimits } from './mirror-limits.ts';
import { withLock } from './mirror-lock.ts';
import { lastUseOf } from './mirror-use.ts';

interface Occupant {
  readonly folder: string;
  readonly bytes: number;
  readonly lastUse: number;
}

/**
 * Keeps the mirrors of a folder, and the half-made ones of all processes, within a budget by evicting those
 * that were not used for longest. A mirror that somebody uses is never evicted.
 */
export class MirrorBudget {
  readonly #folder: string;
  readonly #limits: MirrorLimits;

  constructor(folder: string, limits: MirrorLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /**
   * Evicts until everything fits the budget.
   *
   * @param keep the mirror that the room is for
   * @throws EvolineFailure disk_full when all that is left is in use
   */
  async makeRoom(keep: string): Promise<void> {
    const all = await this.#occupants();
    const total = bytesOf(all);
    const over = total - this.#limits.budgetBytes;
    if (over <= 0) return;
    const freed = await this.#evict(all, keep, over);
    if (freed >= over) return;
    const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
    const { budgetBytes } = this.#limits;
    throw new EvolineFailure(
      'disk_full',
      `mirrors in use take ${megabytes(total - freed)} of a budget of ${megabytes(budgetBytes)}`,
    );
  }

  /** Evicts about as much as `wantedBytes`, and at least a tenth of all; returns the bytes that were freed. */
  async free(wantedBytes: number, keep: string): Promise<number> {
    const all = await this.#occupants();
    return await this.#evict(all, keep, Math.max(wantedBytes, bytesOf(all) / 10));
  }

  async #evict(all: readonly Occupant[], keep: string, wanted: number): Promise<number> {
    const mirrors = all.filter(({ folder }) => folder.endsWith('.git') && folder !== keep);
    let freed = 0;
    for (const mirror of mirrors.toSorted((one, other) => one.lastUse - other.lastUse)) {
      if (freed >= wanted) break;
      if (await this.#tryEvict(mirror.folder)) freed += mirror.bytes;
    }
    return freed;
  }

  async #tryEvict(mirror: string): Promise<boolean> {
    if (await this.#isInUse(mirror)) return false;
    const evicted = path.join(this.#folder, `evicted-${randomUUID()}`);
    const moveAside = async () => {
      await rename(mirror, evicted);
      // Somebody may have come after we looked: from now on they would have found nothing.
      if (!(await this.#isInUse(evicted))) return true;
      await rename(evicted, mirror);
      return false;
    };
    const isMoved = await withLock(`${mirror}.lock`, { waitSeconds: 0 }, moveAside).catch(
      () => false,
    );
    if (isMoved) await rm(evicted, { recursive: true, force: true });
    return isMoved;
  }

  async #isInUse(mirror: string): Promise<boolean> {
    return Date.now() - (await lastUseOf(mirror)) < this.#limits.graceSeconds * 1000;
  }

  async #occupants(): Promise<Occupant[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const folders = names.filter((name) => /\.git$|^draft-|^evicted-/.test(name));
    return await Promise.all(
      folders.map(async (name) => {
        const folder = path.join(this.#folder, name);
        return { folder, bytes: await folderBytes(folder), lastUse: await lastUseOf(folder) };
      }),
    );
  }
}

function bytesOf(all: readonly Occupant[]): number {
  return all.reduce((sum, { bytes }) => sum + bytes, 0);
}

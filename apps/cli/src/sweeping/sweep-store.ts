import type { ArtifactStore, HalfWritten, StoredBlob } from '@evoline/clients/artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { Database } from '@evoline/db/open-database';
import {
  mediaTypesOf,
  noteRemovals,
  type Removal,
  takeBackRemovals,
} from '@evoline/db/queries/artifact-removals';
import {
  countBatchesOfRevoked,
  oldestMiningStart,
  revokedBlobs,
} from '@evoline/db/queries/store-roots';
import { DigestSet } from './digest-set.ts';
import { markNeeded } from './mark-needed.ts';

/** Blobs, and the bytes that they take at rest. */
export interface Amount {
  blobs: number;
  bytes: number;
}

/** What the store holds, and what of it goes. Of a dry run: what would go. */
export interface StoreSweep {
  readonly dryRun: boolean;
  /** Nothing that was put from here on is touched; ISO 8601. */
  readonly putBefore: string;
  /** Mining that still runs keeps back what was put since it began. */
  readonly heldBackByMining: boolean;
  readonly needed: Amount;
  /** Not needed by any row, but put too short a time ago. */
  readonly young: Amount;
  /** What goes, by what it is; `unknown`: no row ever told, such as pages of mining that has ended. */
  readonly removed: Readonly<Record<string, Amount>>;
  readonly halfWritten: HalfWritten;
  /** Kept batches and demonstrations that hold tokens of revoked items beside those of others. */
  readonly batchesOfRevoked: number;
}

export interface SweepOptions {
  readonly dryRun: boolean;
  readonly olderThanHours: number;
  /** Told now and then how many blobs were looked at; throws when the sweep must end. */
  readonly goOn: (lookedAt: number) => void;
}

/** Blobs that are decided on together. */
const chunkSize = 500;

/**
 * Mark and sweep of the artifact store. Safe beside running workflows: what was put a short time ago stays,
 * and so does a blob that is put again while it is looked at. Cut short anywhere, it may be run again.
 */
export async function sweepStore(
  deps: { readonly database: Database; readonly store: ArtifactStore },
  options: SweepOptions,
): Promise<StoreSweep> {
  const { database, store } = deps;
  const { dryRun } = options;
  // In this order: what is put from now on is younger than what counts as garbage.
  const wanted = new Date(Date.now() - options.olderThanHours * 3_600_000);
  const mining = await oldestMiningStart(database);
  const heldBackByMining = mining !== null && mining < wanted;
  const putBefore = heldBackByMining ? mining : wanted;
  const sweep = new Sweep(deps, { ...options, putBefore }, await marks(deps));
  const halfWritten = await store.sweepHalfWritten(putBefore, { remove: !dryRun });
  for await (const blob of store.list()) await sweep.look(blob);
  await sweep.finish();
  const batchesOfRevoked = await countBatchesOfRevoked(database);
  const { needed, young, removed } = sweep;
  const found = { needed, young, removed: Object.fromEntries(removed), halfWritten };
  const when = { dryRun, putBefore: putBefore.toISOString(), heldBackByMining };
  return { ...when, ...found, batchesOfRevoked };
}

interface Marks {
  readonly needed: DigestSet;
  readonly revoked: DigestSet;
}

async function marks(deps: {
  readonly database: Database;
  readonly store: ArtifactStore;
}): Promise<Marks> {
  const revoked = new DigestSet();
  for (const sha256 of await revokedBlobs(deps.database)) revoked.add(sha256);
  return { needed: await markNeeded(deps.database, deps.store), revoked };
}

class Sweep {
  readonly needed: Amount = { blobs: 0, bytes: 0 };
  readonly young: Amount = { blobs: 0, bytes: 0 };
  readonly removed = new Map<string, Amount>();
  readonly #deps: { readonly database: Database; readonly store: ArtifactStore };
  readonly #options: SweepOptions & { readonly putBefore: Date };
  readonly #marks: Marks;
  #chunk: StoredBlob[] = [];
  #lookedAt = 0;

  constructor(
    deps: { readonly database: Database; readonly store: ArtifactStore },
    options: SweepOptions & { readonly putBefore: Date },
    found: Marks,
  ) {
    this.#deps = deps;
    this.#options = options;
    this.#marks = found;
  }

  async look(blob: StoredBlob): Promise<void> {
    this.#lookedAt += 1;
    if (this.#lookedAt % chunkSize === 0) this.#options.goOn(this.#lookedAt);
    if (this.#marks.needed.has(blob.sha256)) return count(this.needed, blob.bytes);
    if (blob.putAt >= this.#options.putBefore) return count(this.young, blob.bytes);
    this.#chunk.push(blob);
    if (this.#chunk.length >= chunkSize) await this.finish();
  }

  /** Decides on what was looked at since. */
  async finish(): Promise<void> {
    const chunk = this.#chunk;
    this.#chunk = [];
    if (chunk.length === 0) return;
    this.#options.goOn(this.#lookedAt);
    const removals = chunk.map(({ sha256 }) => ({ sha256, reason: this.#reasonOf(sha256) }));
    const known = this.#options.dryRun
      ? await this.#mediaTypes(removals)
      : await noteRemovals(this.#deps.database, removals);
    const stayed: string[] = [];
    for (const [at, { sha256, reason }] of removals.entries()) {
      const freed = await this.#remove(sha256, chunk[at]?.bytes ?? 0);
      if (freed === null) stayed.push(sha256);
      else this.#countRemoved(kindOf(known.get(sha256), reason), freed);
    }
    await takeBackRemovals(this.#deps.database, await this.#there(stayed));
  }

  #reasonOf(sha256: string): Removal['reason'] {
    return this.#marks.revoked.has(sha256) ? 'revoked' : 'unused';
  }

  async #mediaTypes(removals: readonly Removal[]): Promise<ReadonlyMap<string, string>> {
    return await mediaTypesOf(
      this.#deps.database,
      removals.map(({ sha256 }) => sha256),
    );
  }

  async #remove(sha256: string, bytes: number): Promise<number | null> {
    if (this.#options.dryRun) return bytes;
    return await this.#deps.store.remove(sha256, this.#options.putBefore);
  }

  async #there(sha256s: readonly string[]): Promise<string[]> {
    const found = await Promise.all(sha256s.map((sha256) => this.#deps.store.has(sha256)));
    return sha256s.filter((_sha256, at) => found[at] === true);
  }

  #countRemoved(kind: string, bytes: number): void {
    const amount = this.removed.get(kind) ?? { blobs: 0, bytes: 0 };
    this.removed.set(kind, amount);
    count(amount, bytes);
  }
}

function count(amount: Amount, bytes: number): void {
  amount.blobs += 1;
  amount.bytes += bytes;
}

const names: ReadonlyMap<string, string> = new Map(
  Object.entries(mediaTypes).map(([name, mediaType]) => [mediaType, name]),
);

function kindOf(mediaType: string | undefined, reason: Removal['reason']): string {
  const kind = mediaType === undefined ? 'unknown' : (names.get(mediaType) ?? mediaType);
  return reason === 'revoked' ? `revoked ${kind}` : kind;
}

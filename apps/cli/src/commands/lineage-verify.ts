import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { DirectoryManifest, mediaTypes } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { artifactRefs } from '@evoline/db/queries/artifacts';
import { removalsOf } from '@evoline/db/queries/artifact-removals';
import { artifactsBehind, type ArtifactBehind } from '@evoline/db/queries/artifacts-behind';
import { chainOf } from '@evoline/db/queries/policy-chain';
import type { PolicyVersionRow } from '@evoline/db/queries/policy-versions';
import type { Io } from '../io.ts';

export interface Verification {
  readonly artifacts: number;
  readonly bytes: number;
  /** Each with what it is and what is wrong with it. */
  readonly damaged: readonly {
    readonly sha256: string;
    readonly as: string;
    readonly reason: string;
  }[];
  /** Deleted on purpose: revoked, or needed by nothing any more. */
  readonly deleted: readonly {
    readonly sha256: string;
    readonly as: string;
    readonly reason: 'unused' | 'revoked';
  }[];
}

/** What to check: everything behind a version (and an evaluation of it), or some blobs. */
export type Checked =
  | { readonly version: PolicyVersionRow; readonly evaluationId: string | null }
  | { readonly sha256s: readonly string[] };

type Blob = Omit<ArtifactBehind, 'as'> & { readonly as: string };

const progressEveryMilliseconds = 2_000;

/** Reads every blob, directories with all their files, and compares it with its digest. */
export async function verifyArtifacts(
  { database, store }: { readonly database: Database; readonly store: ArtifactStore },
  checked: Checked,
  io: Io,
): Promise<Verification> {
  const pending: Blob[] = await blobsOf(database, checked);
  const unread: Unread[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  let told = Date.now();
  for (let blob = pending.pop(); blob !== undefined; blob = pending.pop()) {
    if (seen.has(blob.sha256)) continue;
    seen.add(blob.sha256);
    try {
      pending.push(...(await read(store, blob)));
      bytes += blob.bytes;
    } catch (error) {
      if (!(error instanceof EvolineFailure)) throw error;
      unread.push({ sha256: blob.sha256, as: blob.as, failure: error });
    }
    if (Date.now() - told < progressEveryMilliseconds) continue;
    told = Date.now();
    io.stderr.write(`checked ${seen.size} artifacts, ${pending.length} to go\n`);
  }
  return { artifacts: seen.size, bytes, ...(await partDeleted(database, unread)) };
}

interface Unread {
  readonly sha256: string;
  readonly as: string;
  readonly failure: EvolineFailure;
}

/** What is not there on purpose is no damage. */
async function partDeleted(
  database: Database,
  unread: readonly Unread[],
): Promise<Pick<Verification, 'damaged' | 'deleted'>> {
  const removals = await removalsOf(
    database,
    unread.map(({ sha256 }) => sha256),
  );
  const damaged: Verification['damaged'][number][] = [];
  const deleted: Verification['deleted'][number][] = [];
  for (const { sha256, as, failure } of unread) {
    const removal = failure.code === 'store_corrupt' ? undefined : removals.get(sha256);
    if (removal === undefined) damaged.push({ sha256, as, reason: failure.message });
    else deleted.push({ sha256, as, reason: removal.reason });
  }
  return { damaged, deleted };
}

export function verificationText(verification: Verification): string {
  const { artifacts, bytes, damaged, deleted } = verification;
  const size = `${artifacts - deleted.length} artifacts, ${(bytes / 1e6).toFixed(1)} MB`;
  const found =
    damaged.length === 0
      ? `${size}: every digest matches.`
      : `${size}: ${damaged.length} DAMAGED or missing`;
  return [
    found,
    ...damaged.map((row) => `  ${row.as} ${row.sha256}: ${row.reason}`),
    ...(deleted.length === 0 ? [] : [`${deleted.length} deleted on purpose`]),
    ...deleted.map((row) => `  ${row.as} ${row.sha256}: ${row.reason}`),
  ].join('\n');
}

async function blobsOf(database: Database, checked: Checked): Promise<Blob[]> {
  if ('version' in checked) {
    const chain = await chainOf(database, checked.version);
    return await artifactsBehind(database, chain, checked.evaluationId);
  }
  const refs = await artifactRefs(database, checked.sha256s);
  return refs.map((ref) => ({ ...ref, as: 'item' }));
}

/** Reads one blob; of a directory it returns the files, which are blobs too. */
async function read(store: ArtifactStore, blob: Blob): Promise<Blob[]> {
  if (blob.mediaType !== mediaTypes.directory) {
    await store.get(blob);
    return [];
  }
  const manifest = DirectoryManifest.safeParse(await store.getJson(blob));
  if (!manifest.success) {
    throw new EvolineFailure('store_corrupt', 'is no directory manifest');
  }
  return manifest.data.files.map(({ path, sha256, bytes }) => ({
    sha256,
    bytes,
    mediaType: 'application/octet-stream',
    as: `${blob.as} ${path}`,
  }));
}

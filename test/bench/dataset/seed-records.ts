import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { MinedPullRequest } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { type NewItem, recordMined } from '@evoline/db/queries/record-mined';
import { insertRun } from '@evoline/db/queries/runs';
import { recordSnapshot, upsertRepository } from '@evoline/db/queries/sources';
import { writeSignature } from '@evoline/domain/mine/decontamination/min-hash';
import { addressOf, aRun } from '@evoline/testing/database/seed-mined';
import { generatedName, generatedRecord, generatedSignature, mix } from './generated-record.ts';

export interface SeededRecords {
  readonly items: number;
  /** Canonical JSON of all records together. */
  readonly bytes: number;
}

interface Place {
  readonly database: Database;
  readonly store: ArtifactStore;
}

const repositoriesAtOnce = 6;
const recordsAtOnce = 8;
const recordsPerChunk = 500;

/**
 * Mines the generated pull requests `from` to before `to`, as a run of that id would: records into the store, rows
 * into the ledger. For each that is kept, one is dropped; of these one in two hundred reverts a kept one.
 */
export async function seedRecords(
  place: Place,
  { runId, from, to }: { readonly runId: string; readonly from: number; readonly to: number },
): Promise<SeededRecords> {
  await insertRun(place.database, aRun({ id: runId }));
  const indices = Array.from({ length: to - from }, (_, at) => from + at);
  const repositories = Map.groupBy(indices, (index) => generatedName(index).repository).entries();
  let bytes = 0;
  const take = async () => {
    for (const [name, own] of repositories) {
      const stored = await seedRepository(place, runId, name, own);
      bytes += stored;
    }
  };
  await Promise.all(Array.from({ length: repositoriesAtOnce }, take));
  return { items: indices.length, bytes };
}

/** @returns bytes of its records */
async function seedRepository(
  place: Place,
  runId: string,
  name: string,
  indices: readonly number[],
): Promise<number> {
  const repositoryKey = await openRepository(place.database, runId, name);
  let bytes = 0;
  for (let start = 0; start < indices.length; start += recordsPerChunk) {
    const items = await storeAll(place.store, indices.slice(start, start + recordsPerChunk));
    const verdicts = items.flatMap((item) => [keptVerdict(item), droppedVerdict(item)]);
    await recordMined(place.database, { runId, repositoryKey, items, verdicts });
    bytes += items.reduce((sum, { content }) => sum + content.bytes, 0);
  }
  return bytes;
}

async function openRepository(database: Database, runId: string, name: string): Promise<string> {
  const repositoryKey = `git:${name}`;
  const gitAddress = `https://git.example/${name}.git`;
  await upsertRepository(database, {
    key: repositoryKey,
    name,
    defaultBranch: 'main',
    gitAddress,
  });
  const snapshot = { headSha: 'f'.repeat(40), toolVersions: {} };
  await recordSnapshot(database, { runId, repositoryKey, ...snapshot });
  return repositoryKey;
}

async function storeAll(store: ArtifactStore, indices: readonly number[]): Promise<NewItem[]> {
  const items: NewItem[] = [];
  for (let start = 0; start < indices.length; start += recordsAtOnce) {
    const chunk = indices.slice(start, start + recordsAtOnce);
    items.push(...(await Promise.all(chunk.map((index) => storeOne(store, index)))));
  }
  return items;
}

async function storeOne(store: ArtifactStore, index: number): Promise<NewItem> {
  const item = generatedRecord(index);
  const content = await store.putJson(item, mediaTypes.item);
  const signature = writeSignature(generatedSignature(index));
  // The digest of an item is that of its canonical JSON, as it is stored.
  const digest = content.sha256;
  return { digest, content, url: addressOf(item), item, signature, authorKey: null };
}

function keptVerdict({ item, digest, url }: NewItem): MinedPullRequest {
  const { repository, number, title, baseTip, mergeBase, head, landed, files } = item;
  const ends = { baseTip, mergeBase, head, landed };
  return {
    ...ends,
    repository,
    number,
    title,
    url,
    status: 'kept',
    reason: null,
    evidence: null,
    reverts: null,
    files: files.map((file) => file.path),
    itemDigest: digest,
  };
}

function droppedVerdict(kept: NewItem): MinedPullRequest {
  const { item } = kept;
  const isRevert = mix(item.number, 9) % 200 === 0;
  return {
    ...keptVerdict(kept),
    number: item.number + 1_000_000,
    status: 'dropped',
    reason: isRevert ? 'revert' : 'bot_author',
    reverts: isRevert ? { pullRequest: item.number, commit: null } : null,
    itemDigest: null,
  };
}

import { mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { DirectoryManifest, mediaTypes } from '@evoline/contract/artifact';
import { recordArtifacts } from '@evoline/db/queries/artifacts';
import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { acquireLease } from '@evoline/db/queries/leases';
import { recordRevocations } from '@evoline/db/queries/revocations';
import { closeRun, insertRun } from '@evoline/db/queries/runs';
import { insertRows } from '@evoline/db/insert-rows';
import { rolloutGroup } from '@evoline/db/tables/rollout';
import { contentDigest } from '@evoline/domain/content-digest';
import { assembleDataset } from '@evoline/domain/dataset/assemble-dataset';
import { resolveFreezeConfig } from '@evoline/domain/run/resolve-freeze-config';
import { storedFile } from '@evoline/testing/artifact-store/damage-artifact';
import { recordFrozen } from '@evoline/testing/database/record-frozen';
import { aRun, anItem, seedMined } from '@evoline/testing/database/seed-mined';
import type { TestDatabase } from '@evoline/testing/database/start-test-database';

const repository = 'evoline-demo/one';
const longAgo = new Date('2026-01-01T00:00:00Z');

interface Version {
  readonly digest: string;
  readonly manifest: string;
  readonly items: readonly string[];
}

interface Group {
  readonly itemDigest: string;
  readonly sha256: string;
}

/** A ledger with a store, and what a reader of the tests' story would say is needed of it. */
export class StoreWorld {
  /** The newest edition of each pull request. */
  readonly current = new Map<number, string>();
  /** Of every version: manifest and items. */
  readonly versions: Version[] = [];
  readonly groups: Group[] = [];
  readonly revoked = new Set<string>();
  /** Demonstrations, checkpoints and the files of these. */
  readonly trained = new Set<string>();
  readonly #ledger: TestDatabase;
  readonly #store: ArtifactStore;
  /** The store is in `store` below it. */
  readonly #folder: string;
  #runs = 0;

  constructor(ledger: TestDatabase, store: ArtifactStore, folder: string) {
    this.#ledger = ledger;
    this.#store = store;
    this.#folder = folder;
  }

  /** What must be there after a sweep, told from the story and not from the rows. */
  needed(): ReadonlySet<string> {
    const held = [
      ...this.current.values(),
      ...this.versions.flatMap(({ items }) => items),
      ...this.groups.map(({ itemDigest }) => itemDigest),
    ];
    const shown = this.groups.filter(({ itemDigest }) => !this.revoked.has(itemDigest));
    return new Set([
      ...held.filter((digest) => !this.revoked.has(digest)),
      ...shown.map(({ sha256 }) => sha256),
      ...this.versions.map(({ manifest }) => manifest),
      ...this.trained,
    ]);
  }

  async stored(): Promise<Set<string>> {
    const found = new Set<string>();
    for await (const { sha256 } of this.#store.list()) found.add(sha256);
    return found;
  }

  /** Mines an edition of a pull request, and leaves a page of it behind. */
  async mine(number: number, edition: number): Promise<void> {
    const runId = this.#nextRun('mine');
    const item = anItem(repository, number, `edition ${edition} `.repeat(edition * 400));
    await seedMined(this.#ledger.database, [item], aRun({ id: runId }), async (mined) => {
      return await this.#store.putJson(mined, mediaTypes.item);
    });
    await this.#store.putJson({ page: runId }, mediaTypes.page);
    await closeRun(this.#ledger.database, { runId, state: 'done', summary: '' });
    this.current.set(number, contentDigest(item));
  }

  /** Freezes what is current and not revoked. */
  async freeze(): Promise<void> {
    const digests = [...this.current].filter(([, digest]) => !this.revoked.has(digest));
    if (digests.length === 0) return;
    const runId = this.#nextRun('freeze');
    const frozen = resolveFreezeConfig(
      {},
      { minedRepositories: [repository], now: '2026-01-01T00:00:00.000Z' },
    );
    const config = { workflow: 'freezeDataset' as const, config: frozen };
    await insertRun(this.#ledger.database, aRun({ id: runId, workflow: 'freezeDataset', config }));
    const items = digests.map(([number, digest]) => {
      return { digest, repository, number, split: 'train' as const };
    });
    const assembled = assembleDataset(items, frozen.recipe);
    const manifest = await this.#store.putJson({ runId, items }, mediaTypes.datasetManifest);
    const { digest } = assembled;
    if (this.versions.some((known) => known.digest === digest)) return;
    await recordFrozen(this.#ledger.database, assembled, {
      recipe: frozen.recipe,
      manifest,
      runId,
    });
    this.versions.push({
      digest,
      manifest: manifest.sha256,
      items: items.map((item) => item.digest),
    });
  }

  /** Trains on an item: a checkpoint, a group, and demonstrations of it. */
  async train(number: number): Promise<void> {
    const itemDigest = this.current.get(number);
    if (itemDigest === undefined) return;
    const { database } = this.#ledger;
    const runId = this.#nextRun('train');
    await insertRun(database, aRun({ id: runId, workflow: 'trainPolicy' }));
    await acquireLease(database, { key: `run:${runId}`, runId, seconds: 600 });
    const folder = await mkdtemp(join(this.#folder, 'checkpoint-'));
    await writeFile(join(folder, 'weights.bin'), `weights of ${runId}`);
    await writeFile(join(folder, 'config.json'), '{}');
    const checkpoint = await this.#store.putDirectory(folder);
    const demonstrations = await this.#store.put(
      new TextEncoder().encode(`demonstrations of ${runId}`),
      mediaTypes.demonstrations,
    );
    const committed = await commitWarmStart(database, {
      runId,
      epoch: 1,
      weightsDigest: contentDigest(runId),
      checkpoint,
      recovery: null,
      base: 'tiny',
      adaptation: { kind: 'full' },
      demonstrations,
      demonstratedItems: [{ itemDigest, samples: 1 }],
      metrics: {},
    });
    const { files } = DirectoryManifest.parse(await this.#store.getJson(checkpoint));
    for (const blob of [checkpoint, demonstrations, ...files]) this.trained.add(blob.sha256);
    this.groups.push(await this.#sample(runId, committed.id, itemDigest));
  }

  async #sample(runId: string, policyVersionId: string, itemDigest: string): Promise<Group> {
    const blob = await this.#store.putJson({ prompt: runId }, mediaTypes.group);
    const sampling = { samples: 1, temperature: 1, maxCompletionTokens: 1, maxPromptTokens: 1 };
    const row = {
      groupId: `${runId}-group`,
      runId,
      policyVersionId,
      itemDigest,
      purpose: 'train' as const,
      step: 1,
      template: 'compact@1' as const,
      seed: 1,
      sampling,
      samplingDigest: contentDigest(sampling),
      state: 'finished' as const,
      blobSha256: blob.sha256,
    };
    await this.#ledger.database.transaction(async (db) => {
      await recordArtifacts(db, [blob]);
      await insertRows(db, rolloutGroup, [row]);
    });
    return { itemDigest, sha256: blob.sha256 };
  }

  async revoke(number: number): Promise<void> {
    const digest = this.current.get(number);
    if (digest === undefined) return;
    const why = { reason: 'licence', note: null, createdBy: 'tester' } as const;
    await recordRevocations(this.#ledger.database, [digest], why);
    this.revoked.add(digest);
  }

  /** As if all that is stored had been put long ago. */
  async age(): Promise<void> {
    const root = join(this.#folder, 'store');
    for await (const { sha256 } of this.#store.list()) {
      await utimes(storedFile(root, sha256), longAgo, longAgo);
    }
  }

  #nextRun(of: string): string {
    this.#runs += 1;
    return `${of}-${this.#runs}`;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lineage } from '@evoline/cli/commands/lineage';
import { storeGc, type StoreGcOptions } from '@evoline/cli/commands/store-gc';
import type { StoreSweep } from '@evoline/cli/sweeping/sweep-store';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { explainedStore } from '@evoline/clients/artifact-store/explained-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import { removalFailure } from '@evoline/db/queries/artifact-removals';
import { insertRun } from '@evoline/db/queries/runs';
import { releaseStoreLease, takeStoreLease } from '@evoline/db/queries/store-lease';
import { repositoryRoot } from '@evoline/infra/paths';
import { damageArtifact, storedFile } from '@evoline/testing/artifact-store/damage-artifact';
import { aRun } from '@evoline/testing/database/seed-mined';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandOutput } from './command-output.ts';
import { StoreWorld } from './store-world.ts';

const main = join(repositoryRoot, 'apps/cli/src/main.ts');

let ledger: TestDatabase;
let folder: string;
let store: ArtifactStore;
let world: StoreWorld;
beforeEach(async () => {
  ledger = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'evoline-gc-'));
  const plain = openArtifactStore(join(folder, 'store'), { cache: join(folder, 'cache') });
  store = explainedStore(plain, (sha256) => removalFailure(ledger.database, sha256));
  world = new StoreWorld(ledger, store, folder);
});
afterEach(async () => {
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

async function gc(options: StoreGcOptions = {}, of: ArtifactStore = store): Promise<StoreSweep> {
  const deps = { database: ledger.database, store: of };
  const { text } = await commandOutput((io) => storeGc(deps, options, io), true);
  return JSON.parse(text);
}

type Deed = readonly ['mine' | 'freeze' | 'train' | 'revoke' | 'sweep', number, number];
const deed: fc.Arbitrary<Deed> = fc.tuple(
  fc.constantFrom('mine', 'mine', 'mine', 'freeze', 'train', 'revoke', 'sweep'),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 3 }),
);

async function act([what, number, edition]: Deed): Promise<void> {
  if (what === 'mine') await world.mine(number, edition);
  else if (what === 'freeze') await world.freeze();
  else if (what === 'train') await world.train(number);
  else if (what === 'revoke') await world.revoke(number);
  else await sweepAndCompare();
}

async function sweepAndCompare(): Promise<void> {
  await world.age();
  const before = await contents(world.needed());
  const planned = await gc({ dryRun: true });
  const done = await gc();
  expect({ ...planned, dryRun: false, putBefore: '' }).toEqual({ ...done, putBefore: '' });
  expect(await world.stored()).toEqual(world.needed());
  expect(await contents(world.needed())).toEqual(before);
}

async function contents(sha256s: ReadonlySet<string>): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  for (const sha256 of sha256s) {
    read.set(sha256, Buffer.from(await store.get({ sha256 })).toString());
  }
  return read;
}

test('after a sweep all that versions, runs and the next version need reads as before, and nothing else is left', async () => {
  // One story that goes on: what one sweep left, the next ones must bear.
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 12 }), async (deeds) => {
      for (const each of deeds) await act(each);
      await sweepAndCompare();
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

test('a sweep that dies anywhere may be run again and ends as one that did not', async () => {
  for (const number of [1, 2, 3]) {
    await world.mine(number, 1);
    await world.mine(number, 2);
  }
  await world.freeze();
  await world.train(1);
  await world.revoke(2);
  await world.age();
  for (const removals of [0, 1, 3]) {
    await expect(gc({}, dyingAfter(removals))).rejects.toThrow('killed');
    await contents(world.needed());
  }
  await gc();
  expect(await world.stored()).toEqual(world.needed());
});

function dyingAfter(removals: number): ArtifactStore {
  let left = removals;
  return {
    ...store,
    remove: async (sha256, unlessPutSince) => {
      if (left === 0) throw new Error('killed');
      left -= 1;
      return await store.remove(sha256, unlessPutSince);
    },
  };
}

test('a sweep whose process is killed leaves the lease for half a minute and nothing half-done', async () => {
  await world.mine(1, 1);
  await world.freeze();
  const pages = Array.from({ length: 4000 }, (_, page) => store.putJson({ page }, mediaTypes.page));
  await Promise.all(pages);
  await world.age();
  const stored = await world.stored();
  const child = spawn(process.execPath, [main, 'store', 'gc'], {
    env: {
      ...process.env,
      DATABASE_URL: ledger.url,
      TEMPORAL_ADDRESS: 'localhost:1',
      ARTIFACT_STORE: join(folder, 'store'),
    },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const early = storedFile(join(folder, 'store'), [...stored].toSorted()[100] ?? '');
  while (existsSync(early)) await sleep(1);
  child.kill('SIGKILL');
  await ended;
  const left = await world.stored();
  expect(left.size).toBeGreaterThan(world.needed().size);
  expect(left.size).toBeLessThan(stored.size);
  await expect(gc()).rejects.toMatchObject({ code: 'lease_held' });
  await ledger.sql("update lease set expires_at = now() where key = 'store:gc'");
  await gc();
  expect(await world.stored()).toEqual(world.needed());
  await contents(world.needed());
});

test('what is revoked is told of as such; what nothing needed is not there; neither counts as damage', async () => {
  await world.mine(1, 1);
  await world.mine(1, 2);
  await world.mine(2, 1);
  await world.freeze();
  await world.train(2);
  const revoked = world.current.get(2) ?? '';
  const [group] = world.groups;
  await world.revoke(2);
  await world.age();
  const swept = await gc();
  expect(swept).toMatchObject({
    batchesOfRevoked: 1,
    removed: {
      item: { blobs: 1 },
      unknown: { blobs: 3 },
      'revoked item': { blobs: 1 },
      'revoked group': { blobs: 1 },
    },
  });
  for (const sha256 of [revoked, group?.sha256 ?? '']) {
    await expect(store.getJson({ sha256 })).rejects.toMatchObject({ code: 'content_revoked' });
  }
  const deps = { database: ledger.database, store };
  const asked = await commandOutput((io) =>
    lineage(deps, 'evoline-demo/one#2', { verify: true }, io),
  );
  expect(asked.exitCode).toBe(0);
  expect(asked.text).toContain('1 deleted on purpose');
  expect(asked.text).toContain(`item ${revoked}: revoked`);
});

test('content that is stored again is there again, and what was damaged stays damaged', async () => {
  await world.mine(1, 1);
  const first = world.current.get(1) ?? '';
  await world.mine(1, 2);
  await world.age();
  await gc();
  await expect(store.getJson({ sha256: first })).rejects.toThrow(/nothing needed it any more/);
  await world.mine(1, 1);
  expect(await store.getJson({ sha256: first })).toMatchObject({ number: 1 });
  await damageArtifact(join(folder, 'store'), first);
  const deps = { database: ledger.database, store };
  const verified = commandOutput((io) => lineage(deps, 'evoline-demo/one#1', { verify: true }, io));
  expect((await verified).exitCode).toBe(1);
});

test('what was put a short time ago stays, and mining that still runs keeps its pages for days', async () => {
  await world.mine(1, 1);
  expect(await gc()).toMatchObject({ needed: { blobs: 1 }, young: { blobs: 1 }, removed: {} });
  await world.age();
  await insertRun(ledger.database, aRun({ id: 'still-mining' }));
  await store.putJson({ page: 'of the mining' }, mediaTypes.page);
  expect(await gc({ olderThan: 0 })).toMatchObject({
    heldBackByMining: true,
    young: { blobs: 1 },
    removed: { unknown: { blobs: 1 } },
  });
});

test('sweeps beside mining that goes back and forth between editions lose nothing', async () => {
  for (const number of [1, 2]) {
    await world.mine(number, 1);
    await world.mine(number, 2);
  }
  for (const edition of [1, 2, 1, 2, 1, 2]) {
    await world.age();
    const sweeping = Promise.all([gc({ olderThan: 0 }), world.mine(1, edition)]);
    await Promise.all([sweeping, world.mine(2, edition)]);
    await contents(world.needed());
  }
});

test('half-written files are swept, and one process sweeps at a time', async () => {
  await mkdir(join(folder, 'store/incoming'), { recursive: true });
  await writeFile(join(folder, 'store/incoming/half'), 'half of it');
  expect(await gc({ dryRun: true, olderThan: 0 })).toMatchObject({
    halfWritten: { files: 1, bytes: 10 },
  });
  const epoch = await takeStoreLease(ledger.database, 600);
  await expect(gc({ olderThan: 0 })).rejects.toMatchObject({ code: 'lease_held' });
  await releaseStoreLease(ledger.database, epoch);
  expect(await gc({ olderThan: 0 })).toMatchObject({ halfWritten: { files: 1 } });
  expect(await gc({ olderThan: 0 })).toMatchObject({ halfWritten: { files: 0 } });
});

test('a ledger that needs nothing of what a store holds is not the one to sweep it', async () => {
  await world.mine(1, 1);
  await world.age();
  const before = await world.stored();
  const elsewhere = await ledger.blank();
  const sweeping = commandOutput((io) => storeGc({ database: elsewhere, store }, {}, io));
  await expect(sweeping).rejects.toMatchObject({ code: 'input_invalid' });
  await expect(sweeping).rejects.toThrow(/DATABASE_URL/);
  expect(await world.stored()).toEqual(before);
});

test('a checkpoint whose list of files cannot be read stops the sweep before anything is deleted', async () => {
  await world.mine(1, 1);
  await world.train(1);
  await world.age();
  const before = await world.stored();
  const checkpoints = await ledger.sql('select checkpoint_sha256 as sha256 from policy_version');
  await damageArtifact(join(folder, 'store'), String(checkpoints[0]?.['sha256']));
  await expect(gc()).rejects.toMatchObject({ code: 'store_corrupt' });
  expect(await world.stored()).toEqual(before);
});

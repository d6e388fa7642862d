import { mediaTypes } from '@evoline/contract/artifact';
import { DatasetManifest } from '@evoline/contract/dataset';
import { addOptOuts } from '@evoline/db/queries/opt-outs';
import { datasetsHolding, placedItems, splitDigests } from '@evoline/db/queries/dataset-items';
import { publishDataset } from '@evoline/db/queries/dataset-states';
import { recordRevocations } from '@evoline/db/queries/revocations';
import { contentDigest } from '@evoline/domain/content-digest';
import { datasetDigest } from '@evoline/domain/dataset/assemble-dataset';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { anItem } from '@evoline/testing/database/seed-mined';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreezeLedger, type FreezeWorld, startFreezeWorld } from './freeze-world.ts';

let world: FreezeWorld;
let ledger: FreezeLedger;
beforeAll(async () => {
  world = await startFreezeWorld();
});
beforeEach(async () => {
  ledger = await world.ledger();
});
afterAll(() => world.stop());

const demo = ['warm-start', 'train', 'held-out'].flatMap((split) =>
  [1, 2, 3, 4].map((number) => anItem(`evoline-demo/${split}-01`, number)),
);
const onTop = anItem('evoline-demo/train-01', 9);

describe('what a version follows and how it is stored', () => {
  test('a small change is stored as its own rows over the parent, and reads as a whole', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    await ledger.mine([onTop]);
    const second = await ledger.freeze();
    expect(second).toMatchObject({ parent: first.digest, items: 13, state: 'published' });
    expect(second.changes).toEqual({ added: 1, removed: 0, edited: 0, moved: 0 });
    const row = await ledger.version(second.digest);
    expect(row.deltaOf).toBe(first.digest);
    const manifest = DatasetManifest.parse(
      await world.store.getJson({ sha256: row.manifestSha256 }),
    );
    expect(manifest).toMatchObject({ deltaOf: first.digest, changes: [{ number: 9 }] });
    const items = await placedItems(ledger.database, second.digest);
    expect(items).toHaveLength(13);
    expect(datasetDigest(row.recipe, items)).toBe(second.digest);
    expect(await splitDigests(ledger.database, second.digest, 'train')).toContain(
      contentDigest(onTop),
    );
    expect(await datasetsHolding(ledger.database, [contentDigest(onTop)])).toEqual([
      { version: second.digest, split: 'train', itemDigest: contentDigest(onTop) },
    ]);
  });

  test('deltas that come to more than half of the items make the next version a whole one', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    const kept: (string | null)[] = [];
    for (let night = 0; night < 5; night += 1) {
      await ledger.mine([1, 2, 3].map((n) => anItem('evoline-demo/train-02', night * 3 + n)));
      const { digest } = await ledger.freeze();
      kept.push((await ledger.version(digest)).deltaOf);
    }
    expect(kept[0]).toBe(first.digest);
    expect(kept.map((deltaOf) => deltaOf === null)).toEqual([false, false, false, false, true]);
    const newest = await ledger.version('latest');
    const items = await placedItems(ledger.database, newest.digest);
    expect(items).toHaveLength(27);
    expect(datasetDigest(newest.recipe, items)).toBe(newest.digest);
  });

  test('two nights make the version of one big night, whatever came in which order', async () => {
    const edited = anItem('evoline-demo/train-01', 2, 'edited');
    await ledger.mine(demo);
    await ledger.mine([edited]);
    const { digest } = await ledger.freeze();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(demo, { minLength: demo.length }),
        fc.nat(demo.length),
        fc.boolean(),
        async (shuffled, cut, frozenBetween) => {
          const other = await world.ledger();
          await other.mine(shuffled.slice(0, cut));
          if (frozenBetween && cut > 0) await other.freeze();
          await other.mine(shuffled.slice(cut));
          await other.mine([edited]);
          expect((await other.freeze()).digest).toBe(digest);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('what is known of a version beside its digest', () => {
  test('windows, mining settings, licences, languages, lists, opt-outs, who and why', async () => {
    const benchmark = {
      name: 'tasks.jsonl',
      instances: 2,
      content: await world.store.put(new TextEncoder().encode('{}'), mediaTypes.benchmark),
    };
    const strict = resolveMineConfig(
      { filters: { maxChangedFiles: 3 } },
      { benchmarks: [benchmark] },
    );
    await ledger.mine(demo.slice(0, 8));
    await ledger.mine(demo.slice(8), { config: { workflow: 'minePullRequests', config: strict } });
    await addOptOuts(ledger.database, [{ kind: 'author', subject: 'somebody', note: null }], 'me');
    const { digest } = await ledger.freeze({
      reason: 'the first one',
      asOf: '2026-05-01T00:00:00Z',
    });
    const row = await ledger.version(digest);
    expect(row).toMatchObject({
      licences: { MIT: 12 },
      languages: { Python: 12 },
      reason: 'the first one',
      createdBy: 'tester',
      codeRevision: 'revision',
      optOutsDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(row.asOf?.toISOString()).toBe('2026-05-01T00:00:00.000Z');
    expect(row.minedUnder.map(({ filters, items }) => [filters.maxChangedFiles, items])).toEqual([
      [20, 8],
      [3, 4],
    ]);
    expect(row.minedUnder.map((one) => one.digest)).toContain(contentDigest(strict.filters));
    const lists = row.decontamination.map(({ name, items }) => [name, items]);
    expect(lists).toEqual([
      ['swe-bench', 12],
      ['swe-bench-multilingual', 12],
      ['swe-bench-multimodal', 12],
      ['tasks.jsonl', 4],
    ]);
    expect(row.decontamination.at(-1)?.sha256).toBe(benchmark.content.sha256);
    expect(row.queryWindows.map((window) => window.repository)).toEqual([
      'evoline-demo/held-out-01',
      'evoline-demo/train-01',
      'evoline-demo/warm-start-01',
    ]);
    for (const { from, to } of row.queryWindows)
      expect(Date.parse(from)).toBeLessThanOrEqual(Date.parse(to));
  });

  test('who froze it, why and as of when does not change the version', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze({ reason: 'one', asOf: '2026-05-01T00:00:00Z' });
    const again = await ledger.freeze({ reason: 'another', asOf: '2026-06-01T00:00:00Z' });
    expect(again).toMatchObject({ digest: first.digest, created: false });
  });
});

describe('drafts and publishing', () => {
  test('a draft is nobody’s latest and nobody’s parent until it is published', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    await ledger.mine([onTop]);
    const draft = await ledger.freeze({ publish: false });
    expect(draft).toMatchObject({ state: 'draft', heldBack: ['it was frozen as a draft'] });
    expect((await ledger.version('latest')).digest).toBe(first.digest);
    await ledger.mine([anItem('evoline-demo/train-01', 10)]);
    const third = await ledger.freeze();
    expect(third.parent).toBe(first.digest);
    const row = await ledger.version(draft.digest);
    await publishDataset(ledger.database, row, { createdBy: 'me', reason: null });
    expect(await ledger.version('latest')).toMatchObject({
      digest: draft.digest,
      state: 'published',
    });
  });

  test('a rule holds a version back in words, and freezing it without the rule publishes it', async () => {
    await ledger.mine(demo);
    await ledger.freeze();
    await ledger.mine([onTop]);
    for (const number of [20, 21, 22]) {
      await ledger.drop(anItem('evoline-demo/train-01', number), { reason: 'bot_author' });
    }
    const publish = { minNewItems: 2, maxShareMove: 0.1 };
    const held = await ledger.freeze({ publish });
    expect(held).toMatchObject({ state: 'draft', created: true });
    expect(held.heldBack).toEqual([
      '1 new items, and the rule asks for 2',
      expect.stringMatching(/^bot_author dropped 18.8 %, and 0.0 % in version [0-9a-f]{12}: /),
    ]);
    const published = await ledger.freeze();
    expect(published).toMatchObject({
      digest: held.digest,
      created: false,
      state: 'published',
      heldBack: [],
    });
    expect((await ledger.version('latest')).digest).toBe(held.digest);
  });

  test('a version whose rule is kept is published', async () => {
    await ledger.mine(demo);
    const { state } = await ledger.freeze({ publish: { minNewItems: 12, maxShareMove: 0 } });
    expect(state).toBe('published');
  });
});

describe('a version frozen anew', () => {
  test('keeps items and splits, without what was revoked or opted out, and takes in nothing new', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze({ seed: 3 });
    await ledger.mine([onTop]);
    const [revoked, optedOut] = demo;
    const why = { reason: 'licence' as const, note: null, createdBy: 'me' };
    await recordRevocations(ledger.database, [contentDigest(revoked)], why);
    const subject = `${optedOut?.repository}#${optedOut?.number}`;
    await addOptOuts(ledger.database, [{ kind: 'pull-request', subject, note: null }], 'me');
    const anew = await ledger.freeze({ from: first.digest.slice(0, 10) });
    expect(anew).toMatchObject({ parent: first.digest, items: 10, state: 'published' });
    expect(anew.changes).toEqual({ added: 0, removed: 2, edited: 0, moved: 0 });
    expect(anew.funnel).toMatchObject({ seen: 12, kept: 10, revoked: 1, opted_out: 1 });
    expect((await ledger.version(anew.digest)).recipe.split.seed).toBe(3);
    const { items } = await ledger.diff(first.digest, anew.digest);
    expect(items.map(({ reason, evidence }) => [reason, evidence])).toEqual([
      ['revoked', 'licence'],
      ['opted_out', 'the pull request'],
    ]);
  });

  test('from which nothing is to be taken is the same version', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    expect(await ledger.freeze({ from: 'latest' })).toEqual({ ...first, created: false });
  });

  test('goes with no rule of its own, and has to exist', async () => {
    await ledger.mine(demo);
    await ledger.freeze();
    await expect(ledger.freeze({ from: 'latest', seed: 1 })).rejects.toThrow(
      'from: takes the items, splits and recipe of that version; leave out seed',
    );
    await expect(ledger.freeze({ from: 'abcd1234' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('what was merged too recently waits, may be edited until then, and comes in settled', async () => {
  const young = { ...onTop, mergedAt: '2026-02-01T00:00:00Z' };
  await ledger.mine([...demo, young]);
  const on = (asOf: string) => ledger.freeze({ settleDays: 7, asOf });
  const first = await on('2026-02-05T00:00:00Z');
  expect(first).toMatchObject({ items: 12, funnel: { not_settled: 1 } });
  await ledger.mine([{ ...young, title: 'Fix it for good' }]);
  const second = await on('2026-02-08T00:00:00Z');
  expect(second.changes).toEqual({ added: 1, removed: 0, edited: 0, moved: 0 });
  const { items } = await ledger.diff(first.digest, second.digest);
  expect(items.map(({ title }) => title)).toEqual(['Fix it for good']);
  // As of the earlier day it is the earlier version.
  expect((await on('2026-02-05T00:00:00Z')).digest).toBe(first.digest);
});

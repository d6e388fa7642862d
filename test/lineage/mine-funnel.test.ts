import { Readable, Writable } from 'node:stream';
import { type FunnelOptions, mineFunnel } from '@evoline/cli/commands/mine-funnel';
import type { MinedPullRequest } from '@evoline/contract/mine';
import type { DropReason } from '@evoline/contract/mining-filters';
import { recordMined } from '@evoline/db/queries/record-mined';
import { insertRun } from '@evoline/db/queries/runs';
import { signatureOf, writeSignature } from '@evoline/domain/mine/decontamination/min-hash';
import { contentDigest } from '@evoline/domain/content-digest';
import {
  aRun,
  addressOf,
  anItem,
  blobCalled,
  seedMined,
} from '@evoline/testing/database/seed-mined';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
});
afterAll(() => ledger.stop());

const verdict = (number: number, reason: DropReason): MinedPullRequest => ({
  repository: 'o/a',
  number,
  url: addressOf({ repository: 'o/a', number }),
  title: `Title ${number}`,
  baseTip: null,
  mergeBase: null,
  head: null,
  landed: null,
  files: [],
  itemDigest: null,
  status: 'dropped',
  reason,
  evidence: `sign ${number}`,
  reverts: reason === 'revert' ? { pullRequest: 1, commit: null } : null,
});

/** Three kept, one of which is taken back by #20; six bots, and two changes that are nearly the same. */
async function mined(runId: string, parentRunId: string | null = null): Promise<void> {
  const items = [1, 2, 3].map((number) => anItem('o/a', number));
  await seedMined(ledger.database, items, aRun({ id: runId, name: 'a night', parentRunId }));
  const bots = [10, 11, 12, 13, 14, 15].map((number) => verdict(number, 'bot_author'));
  const signature = writeSignature(signatureOf([1, 2, 3]));
  const twins = [4, 5].map((number) => anItem('o/a', number));
  await recordMined(ledger.database, {
    runId,
    repositoryKey: 'git:o/a',
    items: twins.map((item) => {
      const digest = contentDigest(item);
      return { digest, content: blobCalled(digest), url: null, item, signature, authorKey: null };
    }),
    verdicts: [
      ...bots,
      verdict(20, 'revert'),
      ...twins.map((item) => {
        const kept = {
          status: 'kept',
          reason: null,
          evidence: null,
          itemDigest: contentDigest(item),
        } as const;
        return { ...verdict(item.number, 'revert'), ...kept, reverts: null };
      }),
    ],
  });
}

async function funnel(name?: string, options: FunnelOptions = {}, json = false) {
  const written: string[] = [];
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      done();
    },
  });
  const io = {
    stdin: Readable.from([]),
    stdout,
    stderr: stdout,
    json,
    columns: 100,
    colour: false,
  };
  await mineFunnel({ database: ledger.database }, name, options, io);
  return written.join('');
}

test('nothing was mined yet, and it says what to start', async () => {
  await expect(funnel()).rejects.toMatchObject({ code: 'nothing_to_work_on' });
});

test('every filter with its count, its share and rejects that a person can judge', async () => {
  await mined('first');
  const text = await funnel('first');
  expect(text).toContain('12 pull requests seen, 5 kept (41.7 %)');
  expect(text).toMatch(/6 {2}50\.0 % {2}bot_author/);
  expect(text).toContain('bot_author, 3 of 6');
  expect(text).toMatch(/o\/a#1\d {2}Title 1\d\n {4}sign 1\d\n {4}https:/);
  expect(text).toContain('nothing was dropped for: excluded_repository');
  expect(text).toContain('freezing leaves out 1 of what is kept for reverted_later');
  expect(text).toContain('freezing leaves out 1 of what is kept for near_duplicate');
  expect(text).toContain('100 % alike o/a#4');
});

test('one filter alone shows more of its rejects; as JSON it is one document', async () => {
  const one = await funnel('first', { reason: 'bot_author' });
  expect(one.match(/sign 1\d/g)).toHaveLength(6);
  expect(one).not.toContain('revert');
  const report = JSON.parse(await funnel('first', { sample: 1 }, true));
  expect(report).toMatchObject({ seen: 12, kept: 5, runs: [{ id: 'first' }] });
  const bots = report.filters.find((row: { reason: string }) => row.reason === 'bot_author');
  expect(bots).toMatchObject({ dropped: 6, share: 0.5 });
  expect(bots.sample).toHaveLength(1);
  expect(report.atFreeze.map((row: { reason: string }) => row.reason)).toEqual([
    'opted_out',
    'revoked',
    'reverted_later',
    'near_duplicate',
    'across_splits',
  ]);
});

test('the newest run without a name, and all of a night by its own', async () => {
  await insertRun(
    ledger.database,
    aRun({ id: 'night', name: 'a night', workflow: 'mineNightly', config: null }),
  );
  await mined('child one', 'night');
  await mined('child two', 'night');
  for (const name of [undefined, 'night', 'a night']) {
    expect(JSON.parse(await funnel(name, {}, true)).seen).toBe(24);
  }
  expect(JSON.parse(await funnel('child one', {}, true)).seen).toBe(12);
});

test('a run or a reason that there is not is refused with a sentence', async () => {
  await expect(funnel('nobody')).rejects.toMatchObject({ code: 'not_found' });
  await expect(funnel('first', { reason: 'ugly' })).rejects.toThrow(/--reason ugly: no filter/);
});

import { datasetAlias } from '@evoline/cli/commands/dataset-alias';
import { datasetDiff } from '@evoline/cli/commands/dataset-diff';
import { datasetPublish } from '@evoline/cli/commands/dataset-publish';
import type { LinkedIssue, PullRequestItem } from '@evoline/contract/mine';
import type { DatasetDifference } from '@evoline/db/queries/dataset-difference';
import { placedItems } from '@evoline/db/queries/dataset-items';
import { countChanges, diffDatasets } from '@evoline/domain/dataset/diff-datasets';
import { anItem } from '@evoline/testing/database/seed-mined';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandOutput } from './command-output.ts';
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

const inTrain = (number: number, over: Partial<PullRequestItem> = {}): PullRequestItem => ({
  ...anItem('evoline-demo/train-01', number),
  ...over,
});
const demo = [
  anItem('evoline-demo/warm-start-01', 1),
  anItem('evoline-demo/held-out-01', 1),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => inTrain(number)),
];
const issue: LinkedIssue = {
  repository: 'evoline-demo/train-01',
  number: 77,
  kind: 'closing_keyword',
  crossRepository: false,
  title: 'It fails',
  body: 'Always.',
  createdAt: null,
  textAsOf: null,
};
const told = ({ items }: DatasetDifference) =>
  items.map(({ kind, number, reason, evidence }) => [kind, number, reason, evidence]);

describe('a frozen item that changed later shows in the next version’s diff with its reason', () => {
  test('a link added, an edit of the title and both', async () => {
    await ledger.mine(demo);
    const before = await ledger.freeze();
    await ledger.mine([
      inTrain(1, { issues: [issue] }),
      inTrain(2, { title: 'Another title' }),
      inTrain(3, { issues: [issue], body: 'Fixes #77' }),
    ]);
    const after = await ledger.freeze();
    expect(after.changes).toEqual({ added: 0, removed: 0, edited: 3, moved: 0 });
    const diff = await ledger.diff(before.digest, after.digest);
    expect(told(diff)).toEqual([
      ['edited', 1, 'issue_linked', 'linked evoline-demo/train-01#77'],
      ['edited', 2, 'title', null],
      ['edited', 3, 'description,issue_linked', 'linked evoline-demo/train-01#77'],
    ]);
    const back = await ledger.diff(after.digest, before.digest);
    expect(told(back)[0]?.slice(0, 3)).toEqual(['edited', 1, 'issue_unlinked']);
  });

  test('a revert, by the pull request that takes it back', async () => {
    await ledger.mine(demo);
    const before = await ledger.freeze();
    const reverts = { pullRequest: 4, commit: null };
    await ledger.drop(inTrain(30), { reason: 'revert', reverts });
    const after = await ledger.freeze();
    expect(told(await ledger.diff(before.digest, after.digest))).toEqual([
      ['removed', 4, 'reverted_later', 'taken back by evoline-demo/train-01#30'],
    ]);
  });

  test('a verdict of mining that changed, with its evidence', async () => {
    await ledger.mine(demo);
    const before = await ledger.freeze();
    await ledger.drop(inTrain(5), { reason: 'secret_found', evidence: 'a private key in a.py' });
    const after = await ledger.freeze();
    expect(told(await ledger.diff(before.digest, after.digest))).toEqual([
      ['removed', 5, 'secret_found', 'a private key in a.py'],
    ]);
  });

  test('a recipe that takes less, and splits that move', async () => {
    await ledger.mine([...demo, anItem('other/one', 1)]);
    const before = await ledger.freeze({ nearDuplicateSimilarity: null });
    const pins = [{ pattern: '*/warm-start-*', split: 'train' as const }];
    const repositories = ['evoline-demo/*'];
    const after = await ledger.freeze({
      nearDuplicateSimilarity: null,
      splitBy: 'pull-request',
      repositories,
      pins: [
        ...pins,
        { pattern: '*/held-out-*', split: 'held-out' },
        { pattern: '*', split: 'train' },
      ],
    });
    const diff = await ledger.diff(before.digest, after.digest);
    expect(diff.counts).toMatchObject({ added: 0, removed: 1, edited: 0, moved: 1 });
    expect(told(diff)).toEqual([
      ['moved', 1, 'split_moved', 'from warm-start'],
      ['removed', 1, 'not_selected', null],
    ]);
  });

  test('edits of several versions add up, and what was edited and then dropped is dropped', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    await ledger.mine([inTrain(1, { title: 'New' }), inTrain(2, { title: 'New' })]);
    await ledger.freeze();
    await ledger.mine([inTrain(1, { title: 'New', issues: [issue] })]);
    await ledger.drop(inTrain(2), { reason: 'bot_author' });
    const third = await ledger.freeze();
    expect(
      told(await ledger.diff(first.digest, third.digest)).map((row) => row.slice(0, 3)),
    ).toEqual([
      ['edited', 1, 'title,issue_linked'],
      ['removed', 2, 'bot_author'],
    ]);
  });
});

describe('the difference of any two versions', () => {
  test('of siblings, ancestors and strangers is that of their items', async () => {
    await ledger.mine(demo);
    const versions = [(await ledger.freeze()).digest];
    await ledger.mine([inTrain(1, { title: 'New' }), inTrain(11), inTrain(12)]);
    versions.push((await ledger.freeze({ publish: false })).digest);
    await ledger.drop(inTrain(2), { reason: 'bot_author' });
    versions.push((await ledger.freeze()).digest);
    const pins = [{ pattern: '*', split: 'held-out' as const }];
    versions.push((await ledger.freeze({ pins })).digest);
    await ledger.mine([inTrain(1, { title: 'Newer' })]);
    versions.push((await ledger.freeze({ repositories: ['*/train-*'] })).digest);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...versions), fc.constantFrom(...versions), async (a, b) => {
        const expected = countChanges(
          diffDatasets(
            await placedItems(ledger.database, a),
            await placedItems(ledger.database, b),
          ),
        );
        const { counts, items } = await ledger.diff(a, b);
        expect(counts).toEqual(expected);
        expect(items.every(({ kind, reason }) => kind === 'added' || reason !== null)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('what a later version holds beyond an earlier one was mined later', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    await ledger.mine([inTrain(20)]);
    const second = await ledger.freeze();
    const back = await ledger.diff(second.digest, first.digest);
    expect(back.reasons.removed).toEqual({ mined_later: 1 });
  });

  test('is told in words with reasons, deltas and a count of what is not shown', async () => {
    await ledger.mine(demo);
    const before = await ledger.freeze();
    await ledger.mine([
      ...Array.from({ length: 30 }, (_, at) => inTrain(100 + at)),
      inTrain(1, { title: 'New', licence: { spdx: 'ISC', path: null, confidence: 1 } }),
    ]);
    await ledger.drop(inTrain(2), { reason: 'bot_author', evidence: 'bot account' });
    const after = await ledger.freeze();
    const names = { before: before.digest.slice(0, 8), after: 'latest' };
    const { text } = await commandOutput((io) => datasetDiff(ledger, names, {}, io));
    expect(text).toContain('10 to 39 items\n30 added, 1 removed, 1 edited, 0 in another split');
    expect(text).toContain('… and 10 more; --limit <n> or --json shows them');
    expect(text).toContain('- evoline-demo/train-01#2 (train; bot_author, bot account) Fix 2');
    expect(text).toContain('~ evoline-demo/train-01#1 (train; title,licence) New');
    expect(text).toMatch(/licence +before +after +change +share/);
    expect(text).toMatch(/bot_author +0 +1 +\+1 +0\.0 → 2\.5 %/);
    const json = await commandOutput((io) => datasetDiff(ledger, names, {}, io), true);
    const document: unknown = JSON.parse(json.text);
    expect(document).toMatchObject({
      before: { digest: before.digest },
      after: { digest: after.digest, licences: { MIT: 38, ISC: 1 } },
      counts: { added: 30 },
    });
  });
});

test('dataset publish names the draft that became the latest', async () => {
  await ledger.mine(demo);
  const draft = await ledger.freeze({ publish: false });
  const deps = { database: ledger.database, user: 'me' };
  const { text } = await commandOutput((io) =>
    datasetPublish(deps, draft.digest.slice(0, 8), { reason: 'looked at' }, io),
  );
  expect(text).toContain(`${draft.digest} is published and the latest; it was a draft`);
  expect((await ledger.version('latest')).digest).toBe(draft.digest);
});

test('dataset alias names a version, keeps what the name pointed at, and refuses what is no name', async () => {
  await ledger.mine(demo);
  const first = await ledger.freeze();
  const second = await ledger.freeze({ seed: 1 });
  const deps = { database: ledger.database, user: 'me' };
  const alias = (name?: string, version?: string) =>
    commandOutput((io) => datasetAlias(deps, name, version, io));
  await alias('paper', first.digest.slice(0, 8));
  await alias('paper', 'latest');
  expect((await ledger.version('paper')).digest).toBe(second.digest);
  const { text } = await alias('paper');
  const targets = [second, first].map(({ digest }) => digest.slice(0, 12));
  expect(text).toMatch(new RegExp(`paper +${targets[0]}.+\\npaper +${targets[1]}`));
  expect((await alias()).text).toMatch(/latest .+\npaper /);
  await expect(alias('latest', 'paper')).rejects.toThrow('latest follows what is published');
  await expect(alias('cafe', 'paper')).rejects.toThrow('no beginning of a digest');
  await expect(alias('nobody')).rejects.toMatchObject({ code: 'not_found' });
});

import { datasetItem, type ItemOptions } from '@evoline/cli/commands/dataset-item';
import { datasetItems, type ItemsOptions } from '@evoline/cli/commands/dataset-items';
import type { Io } from '@evoline/cli/io';
import { mediaTypes } from '@evoline/contract/artifact';
import { recordRevocations } from '@evoline/db/queries/revocations';
import { contentDigest } from '@evoline/domain/content-digest';
import { damageArtifact } from '@evoline/testing/artifact-store/damage-artifact';
import { addressOf } from '@evoline/testing/database/seed-mined';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aFix,
  items,
  mineItems,
  output,
  patch,
  type ReadableDataset,
  startReadableDataset,
} from './readable-dataset.ts';

let dataset: ReadableDataset;
beforeAll(async () => {
  dataset = await startReadableDataset();
});
afterAll(() => dataset.stop());

const list = (options: ItemsOptions = {}, over: Partial<Io> = {}) =>
  output((io) => datasetItems(dataset, 'latest', options, io), over);
const read = (name: string, options: ItemOptions = {}, over: Partial<Io> = {}) =>
  output((io) => datasetItem(dataset, name, options, io), over);

describe('dataset items', () => {
  test('is a table with a count', async () => {
    const text = await list({ repository: 'O/*', mergedAfter: '2026-02-01', limit: 2 });
    expect(text).toContain(`4 of 7 items of dataset version ${dataset.version.slice(0, 12)} match`);
    expect(text).toContain('these are 1 to 2, more with --offset 2');
    expect(text).toMatch(/o\/gopher#2 +held-out +2026-02-01 +Go +MIT +1 +\w{8} {2}Add numbers/);
    expect(await list({ offset: 70 })).toContain('--offset 70 is beyond them');
  });

  test('filters by everything at once, and shows what cannot be seen', async () => {
    const all = { split: 'train', language: 'python', licence: 'mit', authorKind: 'human' };
    const text = await list({ ...all, mergedBefore: '2026-01-02', title: 'NUMBERS' });
    expect(text).toContain('1 of 7 items');
    expect(text).toContain('Add \\x1b[2J <b>two</b> numbers');
    expect(await list({ licence: 'unknown' })).toContain('other/unlicensed#9');
    expect(await list({ split: 'warm-start' })).toContain('0 of 7 items');
    expect(await list({ repository: 'o/_ython', title: '%' }).catch(String)).toContain('called so');
  });

  test('--json is one line each, all of them', async () => {
    const lines = (await list({}, { json: true })).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).number)).toEqual([1, 2, 1, 2, 3, 4, 9]);
  });

  test.each([
    [{ language: 'Pyton' }, /--language Pyton: .* there are Python \(5\), Go \(2\)/],
    [{ licence: 'GPL-3.0' }, /--licence GPL-3\.0: .* MIT \(6\), unknown \(1\)/],
    [{ repository: 'pallets/*' }, /--repository pallets\/\*: .* o\/python \(4\), o\/gopher \(2\)/],
    [{ authorKind: 'bot' }, /--author-kind bot: .* human \(7\)/],
    [{ split: 'test' }, /--split test: expected warm-start, train, held-out/],
    [{ mergedAfter: 'yesterday' }, /--merged-after yesterday: expected a day/],
    [{ mergedAfter: '2026-03-01', mergedBefore: '2026-02-01' }, /nothing lies between/],
  ])('%j is refused with what there is', async (options, sentence) => {
    await expect(list(options)).rejects.toThrow(sentence);
  });
});

describe('dataset item', () => {
  test('reads an item as a person would', async () => {
    const text = await read('o/python#2', { in: 'latest' });
    for (const words of [
      'o/python#2  Add numbers, part 2',
      'https://git.example/o/python/pull/2',
      'merged 2026-02-01 10:00 UTC',
      'Issue o/python#7  Adding subtracts',
      'https://git.example/o/python/issues/7',
      'add(1, 1) is 0',
      'Fixes #7 \\u202eesrever',
      '1. sub.py',
      '+    return a + b',
      'licence at the merge base: MIT in LICENSE',
      `dataset version ${dataset.version.slice(0, 12)}: train`,
      'no training step used it',
      'Why 28 filters let it pass, as run mine-run had them',
      '1 changed file of at most 20',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/\u001b|would be dropped today/);
  });

  test('is found by address and by the beginning of its digest; --json holds all of it', async () => {
    const [first] = items;
    if (first === undefined) throw new Error('no item');
    const digest = contentDigest(first);
    const shown = JSON.parse(await read(digest.slice(0, 10), {}, { json: true }));
    expect(shown).toMatchObject({
      digest,
      item: { title: first.title, patch },
      versions: [{ version: dataset.version, split: 'train', state: 'published' }],
    });
    expect(shown.filters).toHaveLength(28);
    expect(await read(addressOf(first))).toContain('o/python#1  Add \\x1b[2J');
  });

  test('colours the change, and nothing else gets through', async () => {
    const text = await read('o/python#1', {}, { colour: true });
    expect(text).toContain('\u001b[32m+    return a + b\u001b[39m');
    expect(text).not.toContain('\u001b[2J');
  });

  test('says why there is no such item', async () => {
    await expect(read('o/python#99')).rejects.toThrow(
      /dropped for too_large: more lines .* \(5000 lines, at most 1000\)/,
    );
    await expect(read('o/python#98')).rejects.toThrow(/was ever kept by mining/);
    await expect(read('ffffffff')).rejects.toMatchObject({ code: 'not_found' });
    await expect(read('python 2')).rejects.toThrow(/an item is named by its digest/);
    await expect(read('o/python#2', { in: 'ffff' })).rejects.toThrow(/no dataset version ffff/);
  });

  test('tells another edition from the one that a version holds', async () => {
    const edited = aFix('o/python', 3, { body: 'edited since' });
    await mineItems(dataset, [edited]);
    expect(await read('o/python#3')).toContain('edited since');
    expect(await read('o/python#3')).toContain('1 other edition of it');
    expect(await read('o/python#3', { in: dataset.version.slice(0, 8) })).not.toContain(
      'edited since',
    );
    await expect(read(contentDigest(edited), { in: 'latest' })).rejects.toThrow(/no version holds/);
  });

  test('reports a flipped byte', async () => {
    const [, second] = items;
    const content = await dataset.store.putJson(second, mediaTypes.item);
    const restore = await damageArtifact(dataset.storeFolder, content.sha256);
    await expect(read('o/python#2')).rejects.toMatchObject({ code: 'store_corrupt' });
    await restore();
  });

  test('shows nothing of what a revoked item says', async () => {
    const revoked = contentDigest(items[3]);
    const why = { reason: 'personal-data', note: 'asked for', createdBy: 'tester' } as const;
    await recordRevocations(dataset.database, [revoked], why);
    const text = await read('o/python#4');
    expect(text).toMatch(/revoked \d{4}-\d\d-\d\d by tester: personal-data, asked for/);
    expect(text).toContain('what it says is not shown any more');
    expect(text).not.toContain('return a + b');
    const shown = JSON.parse(await read('o/python#4', {}, { json: true }));
    expect(shown).toMatchObject({ item: null, filters: null });
  });
});

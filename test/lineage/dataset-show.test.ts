import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetShow, type ShowOptions } from '@evoline/cli/commands/dataset-show';
import type { Io } from '@evoline/cli/io';
import { mediaTypes } from '@evoline/contract/artifact';
import { damageArtifact } from '@evoline/testing/artifact-store/damage-artifact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  freezeItems,
  items,
  mineItems,
  output,
  type ReadableDataset,
  recipe,
  startReadableDataset,
} from './readable-dataset.ts';

let dataset: ReadableDataset;
beforeAll(async () => {
  dataset = await startReadableDataset();
});
afterAll(() => dataset.stop());

const show = (options: ShowOptions = {}, over: Partial<Io> = {}) =>
  output((io) => datasetShow(dataset, dataset.version.slice(0, 9), options, io), over);
describe('dataset show', () => {
  test('tells a version in words and bars', async () => {
    const text = await show();
    expect(text).toContain(`dataset version ${dataset.version} (published)`);
    expect(text).toContain('7 items of 3 repositories: warm-start 0, train 4, held-out 3');
    expect(text).toContain('by tester; it is the latest');
    expect(text).toContain('none; it is the first');
    expect(text).toMatch(/Python +█+ +5 +71\.4 %/);
    expect(text).toMatch(/unknown +█+\S? +1 +14\.3 %/);
    expect(text).toMatch(/o\/python +█+ +4 +57\.1 %/);
    expect(text).toMatch(/2026-05 +0 +0\.0 %/);
    expect(text).toContain('Changed lines of an item');
    expect(text).toContain('a note with a \\x07 bell');
    expect(text).not.toMatch(/\u001b/);
  });

  test.each([40, 80, 130, 200])('stays within %i columns', async (columns) => {
    const lines = (await show({}, { columns })).split('\n');
    const facts = lines.filter((line) => !line.includes(dataset.version));
    for (const line of facts) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('--json holds every item and every number', async () => {
    const shown = JSON.parse(await show({}, { json: true }));
    expect(shown).toMatchObject({
      digest: dataset.version,
      state: 'published',
      isLatest: true,
      recipe,
    });
    expect(shown.items).toHaveLength(7);
    expect(shown.histograms.map((one: { name: string }) => one.name)).toEqual(
      expect.arrayContaining(['languages', 'licences', 'repositories', 'months', 'files', 'lines']),
    );
  });

  test('--html writes one page that needs nothing else and takes nobody at their word', async () => {
    const file = join(dataset.folder, 'page.html');
    expect(await show({ html: file })).toContain('as a page');
    const page = await readFile(file, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|\bon\w+=|(?:src|href)=|url\(|@import/i);
    const pictures = page.match(/<svg [^>]*role="img" aria-labelledby/g) ?? [];
    expect(page.match(/<table>/g)).toHaveLength(pictures.length);
    expect(page.match(/<desc /g)).toHaveLength(pictures.length);
    expect(page).toContain('a note with a \\x07 bell');
    await expect(show({ html: join(dataset.folder, 'nowhere', 'page.html') })).rejects.toThrow(
      /ENOENT/,
    );
    expect((await readdir(dataset.folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('is drawn without a record that is damaged, and says so', async () => {
    const content = await dataset.store.putJson(items[1], mediaTypes.item);
    const restore = await damageArtifact(dataset.storeFolder, content.sha256);
    expect(await show()).toContain('of 6 sampled items; 1 could not be read');
    await restore();
  });

  test('names versions that there are not', async () => {
    const missing = output((io) => datasetShow(dataset, 'ffff', {}, io));
    await expect(missing).rejects.toThrow(/there is no dataset version ffff/);
  });
});

test('dataset show tells what changed since the parent, and why', async () => {
  const [gone, edited, ...others] = items;
  if (gone === undefined || edited === undefined) throw new Error('no items');
  const again = { ...edited, title: 'Add more numbers' };
  await mineItems(dataset, [again]);
  const before = dataset.version;
  const later = await freezeItems(dataset, [...others, again]);
  const text = await output((io) => datasetShow(dataset, later, {}, io));
  expect(text).toContain(`parent  ${before.slice(0, 12)} of`);
  expect(text).toContain('−1 item since');
  expect(text).toMatch(/removed +1\b/);
  expect(text).toMatch(/edited +1\b/);
  expect(text).toMatch(/− o\/python#1 \(train.*\) {2}Add \\x1b\[2J <b>two<\/b> numbers/);
  expect(text).toMatch(/~ o\/python#2 \(train.*\) {2}Add more numbers/);
});

import type { BlobContent } from '@evoline/contract/git-history';
import { expect, it } from 'vitest';
import type { GitReader, RootFile } from '../git-reader.ts';
import { licenceMarks } from './licence-marks.ts';
import { RootReader } from './root-reader.ts';

const mit = licenceMarks.find(({ spdx }) => spdx === 'MIT')?.phrases.join('\n') ?? '';

function reading(
  trees: Readonly<Record<string, readonly RootFile[] | null>>,
  blobs: Readonly<Record<string, string>>,
) {
  const asked: string[] = [];
  const git = {
    rootFiles: (tree: string) => Promise.resolve(trees[tree] ?? null),
    blobSizes: (ids: readonly string[]) =>
      Promise.resolve(ids.map((id) => blobs[id]?.length ?? null)),
    blobContents: (ids: readonly string[]) => {
      asked.push(...ids);
      return Promise.resolve(
        ids.map((id): BlobContent => {
          const text = blobs[id];
          return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
        }),
      );
    },
  } as unknown as GitReader;
  return { roots: new RootReader(git), asked };
}

it('reads licences and attributes at the root, each set of files once', async () => {
  const files = [
    { name: 'LICENSE', blob: '1' },
    { name: '.gitattributes', blob: '2' },
    { name: 'setup.py', blob: '3' },
  ];
  const { roots, asked } = reading(
    { t1: files, t2: files },
    { 1: mit, 2: 'x.js linguist-generated', 3: '' },
  );
  const { licence, attributes } = await roots.read('t1');
  expect(licence).toEqual({ spdx: 'MIT', path: 'LICENSE', confidence: 1 });
  expect(attributes.of('x.js').isGenerated).toBe(true);
  await roots.read('t2');
  expect(asked).toEqual(['1', '2']);
  expect(await roots.blobsOf('t1')).toEqual(['1', '2']);
});

it('knows nothing of a tree that is not there, of huge files and of missing ones', async () => {
  const big = { t: [{ name: 'LICENSE', blob: '1' }] };
  const none = { spdx: null, path: null, confidence: 0 };
  expect((await reading({}, {}).roots.read('t')).licence).toEqual(none);
  expect((await reading(big, { 1: 'x'.repeat(300_000) }).roots.read('t')).licence).toEqual(none);
  expect((await reading(big, {}).roots.read('t')).licence).toEqual(none);
});

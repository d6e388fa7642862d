import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeRemoval } from './removal-conformance.ts';

/** A store under test, with the hand that damages what it holds. */
export interface StoreUnderTest {
  readonly store: ArtifactStore;
  /** The same store seen from another host: nothing cached. */
  readonly fromAnotherHost: () => ArtifactStore;
  /** Replaces the stored bytes of a blob behind the store's back. */
  readonly damage: (sha256: string, change: (content: Uint8Array) => Uint8Array) => Promise<void>;
  /** Makes a blob look as if it had been put last at that time. */
  readonly age: (sha256: string, putAt: Date) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What every artifact store must do; run it against each implementation. */
export function describeArtifactStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} is an artifact store`, () => {
    let under: StoreUnderTest;
    let scratch: string;

    beforeEach(async () => {
      under = await open();
      scratch = await mkdtemp(path.join(tmpdir(), 'evoline-conformance-'));
    });
    afterEach(async () => {
      await under.close();
      await rm(scratch, { recursive: true, force: true });
    });

    blobTests(() => under);
    directoryTests(
      () => under,
      () => scratch,
    );
    hostileTests(() => under);
    describeRemoval(() => under);
  });
}

function blobTests(under: () => StoreUnderTest): void {
  it('names a blob by its SHA-256 and hands the same bytes back', async () => {
    const content = bytes('one\u0000two');
    const ref = await under().store.put(content, 'text/plain');
    expect(ref).toEqual({ sha256: sha256(content), bytes: 7, mediaType: 'text/plain' });
    expect(Buffer.from(await under().store.get(ref))).toEqual(Buffer.from(content));
    expect(await under().store.has(ref.sha256)).toBe(true);
  });

  it('gives equal values equal references, whatever the order of their keys', async () => {
    const one = await under().store.putJson({ a: 1, b: [2] }, mediaTypes.item);
    expect(await under().store.putJson({ b: [2], a: 1 }, mediaTypes.item)).toEqual(one);
    expect(await under().store.getJson(one)).toEqual({ a: 1, b: [2] });
  });

  it('hands long values back as they were, and reports a flipped byte of them', async () => {
    const value = { text: Array.from({ length: 3000 }, (_, at) => `line ${at}`).join('\n') };
    const ref = await under().store.putJson(value, mediaTypes.item);
    expect(ref).toMatchObject({ bytes: JSON.stringify(value).length });
    expect(await under().store.putJson(value, mediaTypes.item)).toEqual(ref);
    expect(await under().fromAnotherHost().getJson(ref)).toEqual(value);
    await under().damage(ref.sha256, flipFirstBit);
    await expect(under().store.getJson(ref)).rejects.toMatchObject({ code: 'store_corrupt' });
  });

  it('takes many writers of the same content at once', async () => {
    const refs = await Promise.all(
      Array.from({ length: 16 }, () => under().store.put(bytes('same'), 'text/plain')),
    );
    expect(new Set(refs.map((ref) => ref.sha256)).size).toBe(1);
  });

  it('reports a flipped byte and does not return the content', async () => {
    const ref = await under().store.putJson({ reward: 1 }, mediaTypes.group);
    await under().damage(ref.sha256, flipFirstBit);
    await expect(under().store.get(ref)).rejects.toMatchObject({ code: 'store_corrupt' });
    await expect(under().store.getJson(ref)).rejects.toMatchObject({ code: 'store_corrupt' });
  });

  it('says that a blob is missing, also for a name that is no digest', async () => {
    for (const name of ['0'.repeat(64), '../../etc/passwd', '']) {
      expect(
        await under()
          .store.has(name)
          .catch(() => false),
      ).toBe(false);
      await expect(under().store.get({ sha256: name })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(under().store.materialise({ sha256: name })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });
}

function directoryTests(under: () => StoreUnderTest, scratch: () => string): void {
  it('lays a directory out again, on another host too, byte for byte', async () => {
    const ref = await under().store.putDirectory(await checkpoint(scratch()));
    const target = await under().fromAnotherHost().materialise(ref);
    expect(await readFile(path.join(target, 'config.json'), 'utf8')).toBe('{}');
    expect(await readFile(path.join(target, 'weights/a.bin'))).toEqual(Buffer.alloc(70_000, 7));
    expect(await under().fromAnotherHost().materialise(ref)).not.toBe('');
  });

  it('gives the same reference to the same directory under another name', async () => {
    const one = await under().store.putDirectory(await checkpoint(path.join(scratch(), 'one')));
    const two = await under().store.putDirectory(await checkpoint(path.join(scratch(), 'two')));
    expect(two).toEqual(one);
  });

  it('refuses links and things that are no directory', async () => {
    const directory = await checkpoint(scratch());
    await symlink('/etc/hostname', path.join(directory, 'link'));
    for (const place of [directory, path.join(directory, 'config.json'), '/nowhere/at/all']) {
      await expect(under().store.putDirectory(place)).rejects.toMatchObject({
        code: 'input_invalid',
      });
    }
  });

  it('lays out nothing at all when one file of the directory is damaged', async () => {
    const ref = await under().store.putDirectory(await checkpoint(scratch()));
    await under().damage(sha256(Buffer.alloc(70_000, 7)), flipFirstBit);
    const host = under().fromAnotherHost();
    for (const _attempt of [1, 2]) {
      await expect(host.materialise(ref)).rejects.toMatchObject({ code: 'store_corrupt' });
    }
  });
}

function hostileTests(under: () => StoreUnderTest): void {
  const hostile = [
    '/etc/x',
    '../x',
    'a/../../x',
    'a//b',
    './a',
    'a/',
    'a\\..\\b',
    'a\u0000b',
    '..',
  ];

  it.each(hostile)('refuses a manifest with the path %j', async (hostilePath) => {
    await refuses([hostilePath]);
  });

  it('refuses a manifest that gives a path twice, or as file and folder', async () => {
    await refuses(['a', 'a']);
    await refuses(['a', 'a/b']);
  });

  it('refuses what is no manifest', async () => {
    const ref = await under().store.putJson({ format: 'other' }, mediaTypes.directory);
    await expect(under().store.materialise(ref)).rejects.toMatchObject({ code: 'store_corrupt' });
  });

  async function refuses(paths: readonly string[]): Promise<void> {
    const blob = await under().store.put(bytes('x'), 'text/plain');
    const files = paths.map((file) => ({ path: file, sha256: blob.sha256, bytes: blob.bytes }));
    const ref = await under().store.putJson(
      { format: 'evoline.directory.v1', files },
      mediaTypes.directory,
    );
    await expect(under().store.materialise(ref)).rejects.toMatchObject({ code: 'store_corrupt' });
  }
}

async function checkpoint(directory: string): Promise<string> {
  await mkdir(path.join(directory, 'weights'), { recursive: true });
  await writeFile(path.join(directory, 'config.json'), '{}');
  await writeFile(path.join(directory, 'weights', 'a.bin'), Buffer.alloc(70_000, 7));
  return directory;
}

function flipFirstBit(content: Uint8Array): Uint8Array {
  const flipped = Uint8Array.from(content);
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  return flipped;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

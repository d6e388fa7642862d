import { randomUUID } from 'node:crypto';
import type { ArtifactStore, StoredBlob } from '@evoline/clients/artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import { expect, it } from 'vitest';

interface Aged {
  readonly store: ArtifactStore;
  readonly age: (sha256: string, putAt: Date) => Promise<void>;
}

const longAgo = new Date('2026-01-01T00:00:00Z');
const since = new Date('2026-02-01T00:00:00Z');

/** What listing and removing must do in every artifact store. */
export function describeRemoval(under: () => Aged): void {
  it('lists every blob once, by digest, with what it takes and when it was put', async () => {
    const { store, age } = under();
    const texts = ['one', 'two', 'three', 'four'];
    const refs = await Promise.all(texts.map((text) => store.put(bytes(text), 'text/plain')));
    await age(refs[0]?.sha256 ?? '', longAgo);
    const found = await listed(store);
    expect(found.map(({ sha256 }) => sha256)).toEqual(refs.map(({ sha256 }) => sha256).toSorted());
    expect(found.find(({ sha256 }) => sha256 === refs[0]?.sha256)).toEqual({
      sha256: refs[0]?.sha256,
      bytes: 3,
      putAt: longAgo,
    });
  });

  it('removes a blob, says what that freed, and finds nothing the second time', async () => {
    const { store, age } = under();
    const ref = await store.put(bytes('old'), 'text/plain');
    await age(ref.sha256, longAgo);
    expect(await store.remove(ref.sha256, since)).toBe(3);
    expect(await store.has(ref.sha256)).toBe(false);
    await expect(store.get(ref)).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.remove(ref.sha256, since)).toBeNull();
    expect(await listed(store)).toEqual([]);
  });

  it('keeps a blob that was put since, though it was there already', async () => {
    const { store, age } = under();
    const ref = await store.putJson({ a: 1 }, mediaTypes.item);
    await age(ref.sha256, longAgo);
    await store.putJson({ a: 1 }, mediaTypes.item);
    expect(await store.remove(ref.sha256, since)).toBeNull();
    expect(await store.getJson(ref)).toEqual({ a: 1 });
  });

  it.each(['short', 'long'])(
    'what was put is there, whoever removes meanwhile (%s)',
    async (size) => {
      const { store, age } = under();
      for (let round = 0; round < 40; round += 1) {
        const value = { round, text: size === 'long' ? randomUUID().repeat(400) : randomUUID() };
        const ref = await store.putJson(value, mediaTypes.item);
        await age(ref.sha256, longAgo);
        await Promise.all([
          store.remove(ref.sha256, since),
          store.putJson(value, mediaTypes.item),
          store.putJson(value, mediaTypes.item),
        ]);
        expect(await store.getJson(ref)).toEqual(value);
      }
    },
  );

  it('removes nothing by a name that is no digest', async () => {
    await expect(under().store.remove('../../etc/passwd', since)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
}

async function listed(store: ArtifactStore): Promise<StoredBlob[]> {
  const found: StoredBlob[] = [];
  for await (const blob of store.list()) found.push(blob);
  return found;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

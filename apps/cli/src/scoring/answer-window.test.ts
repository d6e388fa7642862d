import { describe, expect, it } from 'vitest';
import { AnswerWindow } from './answer-window.ts';

function openWindow(options: { readonly inOrder?: boolean; readonly batches?: number } = {}) {
  const written: string[] = [];
  let failures = 0;
  let blocked: Promise<void> = Promise.resolve();
  const window = new AnswerWindow<string>({
    batches: options.batches ?? 3,
    bytes: 100,
    inOrder: options.inOrder ?? true,
    write: async (answer) => {
      await blocked;
      if (answer === 'unwritable') throw new Error(answer);
      written.push(answer);
    },
    onFailure: () => void (failures += 1),
  });
  const block = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    blocked = promise;
    return resolve;
  };
  return { window, written, block, failures: () => failures };
}

async function isRoom(window: AnswerWindow<string>): Promise<boolean> {
  const turn = new Promise<false>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([window.room().then(() => true), turn]);
}

describe('the window between reading and writing', () => {
  it('writes in the order of reading, whichever answer comes first', async () => {
    const { window, written } = openWindow();
    const answers = [1, 2, 3].map(() => Promise.withResolvers<string>());
    for (const { promise } of answers) window.add(1, promise);
    for (const index of [2, 1, 0]) answers[index]?.resolve(`answer ${index}`);
    await window.end();
    expect(written).toEqual(['answer 0', 'answer 1', 'answer 2']);
  });

  it('writes as answers come when told so, one at a time', async () => {
    const { window, written } = openWindow({ inOrder: false });
    const answers = [1, 2, 3].map(() => Promise.withResolvers<string>());
    for (const { promise } of answers) window.add(1, promise);
    for (const index of [2, 0, 1]) {
      answers[index]?.resolve(`answer ${index}`);
      await answers[index]?.promise;
    }
    await window.end();
    expect(written).toEqual(['answer 2', 'answer 0', 'answer 1']);
  });

  it('has no room for more batches or bytes than are to be under way, until one is written', async () => {
    for (const bytes of [1, 50]) {
      const { window, block } = openWindow();
      const unblock = block();
      expect(await isRoom(window)).toBe(true);
      for (let added = 0; await isRoom(window); added += 1) {
        expect(added).toBeLessThan(bytes === 1 ? 3 : 2);
        window.add(bytes, Promise.resolve('a'));
      }
      unblock();
      await window.room();
      await window.end();
    }
  });

  it('takes one batch of any size', async () => {
    const { window, written } = openWindow();
    window.add(1_000_000, Promise.resolve('large'));
    await window.room();
    expect(written).toEqual(['large']);
  });

  it.each([true, false])(
    'tells the first failure to whoever waits, in order: %s',
    async (inOrder) => {
      const { window, written, failures } = openWindow({ inOrder });
      window.add(1, Promise.resolve('good'));
      window.add(1, Promise.reject(new Error('no answer')));
      await expect(window.end()).rejects.toThrow('no answer');
      await expect(window.room()).rejects.toThrow('no answer');
      expect(failures()).toBe(1);
      expect(written).toEqual(['good']);
      const other = openWindow({ inOrder });
      other.window.add(1, Promise.resolve('unwritable'));
      await expect(other.window.end()).rejects.toThrow('unwritable');
    },
  );
});

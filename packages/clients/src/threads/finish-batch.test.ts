import { describe, expect, it } from 'vitest';
import { type AttemptParts, finishBatch } from './finish-batch.ts';
import type { PartLoss } from './part-outcome.ts';

const kinds = ['good', 'slow', 'deadly', 'deadly once'] as const;
type Kind = (typeof kinds)[number];
interface Part {
  readonly kind: Kind;
  readonly index: number;
}

const lossOf: Readonly<Record<Kind, PartLoss | null>> = {
  good: null,
  slow: 'timeout',
  deadly: 'thread_died',
  'deadly once': null,
};

/** Attempts that stop at slow and deadly parts, noting how often each part was done to its end. */
function world() {
  const done = new Map<Part, number>();
  const died = new Set<Part>();
  let threadsLost = 0;
  const attempt: AttemptParts<Part, number> = async (parts) => {
    const results: number[] = [];
    for (const [at, part] of parts.entries()) {
      const dies = part.kind === 'deadly' || (part.kind === 'deadly once' && !died.has(part));
      if (dies || part.kind === 'slow') {
        died.add(part);
        threadsLost += 1;
        return { loss: dies ? 'thread_died' : 'timeout', message: 'gone', part: at };
      }
      done.set(part, (done.get(part) ?? 0) + 1);
      results.push(part.index);
    }
    return results;
  };
  return { attempt, done, threadsLost: () => threadsLost };
}

/** Every batch of up to `length` parts of all kinds. */
function* batches(length: number): Generator<readonly Kind[]> {
  yield [];
  if (length === 0) return;
  for (const rest of batches(length - 1)) for (const kind of kinds) yield [kind, ...rest];
}

describe('finishBatch', () => {
  it('gives every part of every batch its own outcome and does none more than twice', async () => {
    for (const batch of batches(6)) {
      const parts = batch.map((kind, index) => ({ kind, index }));
      const { attempt, done, threadsLost } = world();
      const outcomes = await finishBatch(parts, attempt);
      expect(outcomes.map((each) => ('lost' in each ? each.lost : each.result))).toEqual(
        parts.map(({ kind, index }) => lossOf[kind] ?? index),
      );
      for (const times of done.values()) expect(times).toBeLessThanOrEqual(2);
      const costly = parts.filter(({ kind }) => kind !== 'good');
      expect(threadsLost()).toBeLessThanOrEqual(2 * costly.length);
    }
  });

  it('blames what the parts share when not even one of them is begun', async () => {
    let attempts = 0;
    const outcomes = await finishBatch([1, 2, 3, 4, 5, 6], async () => {
      attempts += 1;
      return { loss: 'out_of_memory', message: 'full', part: null };
    });
    expect(outcomes).toEqual(
      Array.from({ length: 6 }, () => ({ lost: 'out_of_memory', message: 'full' })),
    );
    expect(attempts).toBe(2);
  });

  it('halves a batch that is too much for one thread', async () => {
    const outcomes = await finishBatch([1, 2, 3, 4, 5, 6, 7], async (parts) => {
      if (parts.length > 2) return { loss: 'out_of_memory', message: 'full', part: null };
      return parts;
    });
    expect(outcomes).toEqual([1, 2, 3, 4, 5, 6, 7].map((result) => ({ result })));
  });
});

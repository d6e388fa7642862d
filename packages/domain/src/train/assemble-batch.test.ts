import { describe, expect, it } from 'vitest';
import { type ScoredGroup, assembleBatch } from './assemble-batch.ts';

describe('assembleBatch', () => {
  it('orders rows by the plan, then by the sample index, however the samples arrived', () => {
    const { rows } = assembleBatch([group('b', [1, 0], [1, 0]), group('a', [0.5, -1], [0, 1])]);
    expect(rows.map((row) => `${row.groupId}${row.index}`)).toEqual(['b0', 'b1', 'a0', 'a1']);
    expect(rows[0]?.advantage).toBeLessThan(0);
  });

  it('masks a sample that was not scored and leaves it out of the advantages', () => {
    const { rows } = assembleBatch([group('a', [1, null, 0])]);
    expect(rows.map((row) => row.keep)).toEqual([true, false, true]);
    expect(rows[1]?.advantage).toBe(0);
    expect(rows[0]?.advantage).toBe(assembleBatch([group('a', [1, 0])]).rows[0]?.advantage);
  });

  it('keeps a group of equals in, and says when nothing can be learnt', () => {
    const equal = assembleBatch([group('a', [1, 1]), group('b', [-1, -1])]);
    expect(equal.rows.map((row) => row.keep)).toEqual([true, true, true, true]);
    expect(equal.hasSignal).toBe(false);
    expect(assembleBatch([group('a', [1, 1]), group('b', [1, -1])]).hasSignal).toBe(true);
    expect(assembleBatch([]).hasSignal).toBe(false);
  });
});

function group(
  groupId: string,
  rewards: readonly (number | null)[],
  indices = rewards.map((_reward, index) => index),
): ScoredGroup {
  const samples = rewards.map((reward, at) => ({
    index: indices[at] ?? at,
    tokenIds: [7, 8],
    logProbs: [-0.5, -1],
    reward,
  }));
  return { groupId, promptTokenIds: [1, 2, 3], samples };
}

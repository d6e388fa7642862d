import { describe, expect, it } from 'vitest';
import { rolloutSeed } from './rollout-seed.ts';

const of = { seed: 1, step: 2, itemDigest: 'a'.repeat(64), seedBlock: 0 };

describe('rolloutSeed', () => {
  it('is the same number everywhere and always', () => {
    expect(rolloutSeed(of)).toBe(rolloutSeed({ ...of }));
    expect(rolloutSeed(of)).toMatchInlineSnapshot(`7639111318679103`);
  });

  it('is another safe integer when any part of it is another', () => {
    const parts = [of, { ...of, seed: 2 }, { ...of, step: 3 }, { ...of, seedBlock: 1 }];
    const seeds = [...parts, { ...of, itemDigest: 'b'.repeat(64) }].map(rolloutSeed);
    expect(new Set(seeds).size).toBe(5);
    for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
  });
});

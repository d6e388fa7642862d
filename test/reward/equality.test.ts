import { type RandomIndex, seededRandom } from '@evoline/domain/evaluate/seeded-random';
import type { MatchEngine, MatchingBlock } from '@evoline/sequence-matcher/match-engine';
import { describe, expect, it } from 'vitest';
import { everyEngine } from '../../packages/sequence-matcher/test/every-engine.ts';
import {
  type PlainBlock,
  plainMatchingBlocks,
} from '../../packages/sequence-matcher/test/plain-matcher.ts';
import {
  plainRatio,
  plainTextBlocks,
} from '../../packages/sequence-matcher/test/plain-text-matcher.ts';
import { familyNames, randomPair } from './random-pair.ts';

const PAIRS = 100_000;
const LONGEST = 2_000;
const seed = process.env['EVOLINE_SEED'] ?? `${new Date().toISOString().slice(0, 10)}`;

/**
 * How long: uniform in the exponent, so that every size is as frequent as its double. 40 of 100 pairs end at
 * 300 characters, 25 at 1,000 and 35 at 2,000: the plain port is quadratic and takes most of half a minute.
 */
function longest(random: RandomIndex): number {
  const share = random(100);
  const limit = share < 40 ? 300 : share < 65 ? 1_000 : LONGEST;
  return Math.round(2 ** ((random(1_000_000) / 1_000_000) * Math.log2(limit)));
}

describe(`every engine on ${PAIRS} random pairs of up to ${LONGEST} characters, seed ${seed}`, () => {
  const perFamily = Math.ceil(PAIRS / familyNames.length);

  it.each(familyNames)('finds the blocks and the ratio of the plain port: %s', (family) => {
    const sizes = seededRandom(`${seed}/${family}`);
    for (let number = 0; number < perFamily; number += 1) {
      const pair = randomPair(`${seed}/${family}/${number}`, family, longest(sizes));
      const blocks = plainTextBlocks(pair.a, pair.b);
      for (const engine of everyEngine) {
        const said = answers(engine, pair.a, pair.b);
        if (!agrees(said, blocks))
          expect({ engine: engine.name, pair, said }).toEqual({
            blocks,
            ratio: plainRatio(blocks),
          });
      }
    }
    expect(perFamily * familyNames.length).toBeGreaterThanOrEqual(PAIRS);
  });
});

describe('the plain port', () => {
  it.each(familyNames)('is the definition, cell by cell: %s', (family) => {
    for (let number = 0; number < 100; number += 1) {
      const { a, b } = randomPair(`${seed}/${family}/small ${number}`, family, 1 + (number % 40));
      expect(plainTextBlocks(a, b)).toEqual(plainMatchingBlocks([...a], [...b]));
    }
  });
});

interface Answers {
  readonly ratios: readonly number[];
  readonly blocks: readonly (readonly MatchingBlock[])[];
}

function answers(engine: MatchEngine, a: string, b: string): Answers {
  const prepared = engine.prepare(b);
  return {
    ratios: [engine.ratio(a, b), prepared.ratio(a)],
    blocks: [engine.matchingBlocks(a, b), prepared.matchingBlocks(a)],
  };
}

function agrees({ ratios, blocks }: Answers, wanted: readonly PlainBlock[]): boolean {
  const ratio = plainRatio(wanted);
  return (
    ratios.every((value) => Object.is(value, ratio)) &&
    blocks.every((found) => found.length === wanted.length && found.every(isBlockOf(wanted)))
  );
}

const isBlockOf =
  (wanted: readonly PlainBlock[]) =>
  ({ aStart, bStart, length }: MatchingBlock, at: number): boolean => {
    const [a, b, size] = wanted[at] ?? [];
    return a === aStart && b === bStart && size === length;
  };

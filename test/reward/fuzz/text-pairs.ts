import { seededRandom } from '@evoline/domain/evaluate/seeded-random';
import type { MatchEngine, MatchingBlock } from '@evoline/sequence-matcher/match-engine';
import { familyNames, randomPair } from '../random-pair.ts';
import { type FuzzKind, type GoldenLine, said } from './fuzz-kind.ts';

interface PythonBlocks {
  readonly value: number;
  readonly hex: string;
  readonly blocks: readonly (readonly [aStart: number, bStart: number, length: number])[];
}

/** Ratio and blocks of two texts, plain and with the second one prepared. */
export function textPairs(engines: readonly MatchEngine[]): FuzzKind {
  return {
    name: 'text pairs',
    texts(seed) {
      const random = seededRandom(`${seed}/size`);
      const family = familyNames[random(familyNames.length)] ?? '';
      const longest = Math.round(2 ** (random(1000) / (random(20) === 0 ? 85 : 105)));
      const { a, b } = randomPair(seed, family, longest);
      return { texts: [a, b], labels: [family] };
    },
    async differs({ texts: [a = '', b = ''], labels: [family = ''] = [] }, python) {
      const wanted = await python.ask<PythonBlocks>({ act: 'blocks', a, b });
      const wrong = engines.map((engine) => whatDiffers(engine, [a, b], wanted));
      const file = wrong.find((name) => name !== undefined);
      return file && goldenLine(file, { family, a, b }, wanted);
    },
  };
}

function whatDiffers(
  engine: MatchEngine,
  [a, b]: readonly [string, string],
  wanted: PythonBlocks,
): 'ratio' | 'blocks' | undefined {
  const ratios = said(() => [engine.ratio(a, b), engine.prepare(b).ratio(a)]);
  if (!ratios?.every((ratio) => Object.is(ratio, wanted.value))) return 'ratio';
  const found = said(() => [engine.matchingBlocks(a, b), engine.prepare(b).matchingBlocks(a)]);
  const blocks = JSON.stringify(wanted.blocks);
  const isRight = (list: readonly MatchingBlock[]): boolean =>
    JSON.stringify(list.map((block) => [block.aStart, block.bStart, block.length])) === blocks;
  return found?.every(isRight) ? undefined : 'blocks';
}

function goldenLine(
  file: 'ratio' | 'blocks',
  pair: { readonly family: string; readonly a: string; readonly b: string },
  { value, hex, blocks }: PythonBlocks,
): GoldenLine {
  const matches = blocks.reduce((sum, [, , length]) => sum + length, 0);
  const wanted = file === 'ratio' ? { ratio: value } : { blocks };
  return { file, content: { ...pair, matches, ...wanted, ratio_hex: hex } };
}

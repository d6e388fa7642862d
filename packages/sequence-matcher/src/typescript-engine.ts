import type { MatchEngine } from './match-engine.ts';
import { matchingBlocks } from './matching-blocks.ts';
import { prepare } from './prepare.ts';
import { ratio } from './ratio.ts';

/** The engine that runs wherever JavaScript does. */
export const typescriptEngine: MatchEngine = {
  name: 'typescript',
  ratio,
  matchingBlocks,
  prepare,
};

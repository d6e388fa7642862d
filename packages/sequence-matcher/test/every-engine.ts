import type { MatchEngine } from '../src/match-engine.ts';
import { typescriptEngine } from '../src/typescript-engine.ts';

/** Every engine there is; tests, fuzzing and the benchmark take their list from here. */
export const everyEngine: readonly MatchEngine[] = [typescriptEngine];

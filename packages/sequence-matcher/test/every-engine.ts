import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import { typescriptEngine } from '@evoline/sequence-matcher/typescript-engine';

/** Every engine there is; tests, fuzzing and the benchmark take their list from here. */
export const everyEngine: readonly MatchEngine[] = [typescriptEngine];

import { loadWasmEngine } from '@evoline/sequence-matcher/load-wasm-engine';
import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import { typescriptEngine } from '@evoline/sequence-matcher/typescript-engine';

/**
 * Every engine there is; tests, fuzzing and the benchmark take their list from here. One that does not load is an
 * error: it would be proved by nobody.
 */
export const everyEngine: readonly MatchEngine[] = [
  typescriptEngine,
  loaded('wasm'),
  loaded('wasm-simd'),
];

function loaded(name: 'wasm' | 'wasm-simd'): MatchEngine {
  const engine = loadWasmEngine(name);
  if (engine === undefined) throw new Error(`the engine ${name} does not run here`);
  return engine;
}

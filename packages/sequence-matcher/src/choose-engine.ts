import { loadWasmEngine } from './load-wasm-engine.ts';
import type { MatchEngine } from './match-engine.ts';
import { typescriptEngine } from './typescript-engine.ts';

let chosen: MatchEngine | undefined;

/**
 * The fastest engine that runs here: WebAssembly with SIMD, without it, or TypeScript. Never throws. Every thread
 * chooses its own, once.
 */
export function chooseEngine(): MatchEngine {
  chosen ??= loadWasmEngine('wasm-simd') ?? loadWasmEngine('wasm') ?? typescriptEngine;
  return chosen;
}

import { type FolderUrl, loadWasmEngine } from './load-wasm-engine.ts';
import type { MatchEngine } from './match-engine.ts';
import { typescriptEngine } from './typescript-engine.ts';

let chosen: MatchEngine | undefined;

/**
 * The fastest engine that runs here: WebAssembly with SIMD, without it, or TypeScript. Never throws. One for each
 * thread, which has its own memory.
 */
export function chooseEngine(): MatchEngine {
  chosen ??= firstEngineOf();
  return chosen;
}

/** Chooses anew, from the files of a folder when one is given. */
export function firstEngineOf(folder?: FolderUrl): MatchEngine {
  return loadWasmEngine('wasm-simd', folder) ?? loadWasmEngine('wasm', folder) ?? typescriptEngine;
}

import { readFileSync } from 'node:fs';
import type { MatchEngine } from './match-engine.ts';
import { wasmEngine } from './wasm-engine.ts';
import { isWasmMatcherExports } from './wasm-matcher-exports.ts';

/** The little of the host's `WebAssembly` that is used here; the language's own library does not know it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: object };
  validate(bytes: Uint8Array): boolean;
};

const files = {
  wasm: 'sequence-matcher.wasm',
  'wasm-simd': 'sequence-matcher-simd.wasm',
} as const;

/** As much of a `URL` as is needed, so that the declarations need no host's types. It ends in a slash. */
export interface FolderUrl {
  readonly href: string;
}

/** Beside the sources and beside what is built of them. */
const packagedFolder: FolderUrl = new URL('../wasm/', import.meta.url);

/**
 * A new instance of the compiled matcher, for one thread. Undefined where it cannot run: no file, no WebAssembly,
 * or no SIMD when that is asked for.
 */
export function loadWasmEngine(
  name: 'wasm' | 'wasm-simd',
  folder: FolderUrl = packagedFolder,
): MatchEngine | undefined {
  try {
    const bytes = readFileSync(new URL(files[name], folder.href));
    if (!WebAssembly.validate(bytes)) return undefined;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
    return isWasmMatcherExports(exports) ? wasmEngine(exports, name, new TextEncoder()) : undefined;
  } catch {
    return undefined;
  }
}

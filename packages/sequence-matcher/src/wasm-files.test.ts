import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileWasm, wasmFiles } from '../build/compile-wasm.ts';

describe('the committed WebAssembly', () => {
  it.each(wasmFiles)('is what the sources compile to, byte for byte: $file', async (wasm) => {
    const compiled = Buffer.from(await compileWasm(wasm.simd));
    expect(compiled.equals(readFileSync(wasm.file)), 'run: pnpm build:wasm').toBe(true);
  });
});

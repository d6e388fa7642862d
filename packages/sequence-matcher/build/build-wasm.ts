import { writeFileSync } from 'node:fs';
import { compileWasm, wasmFiles } from './compile-wasm.ts';

// Writes the files that are committed and published.
for (const { file, simd } of wasmFiles) writeFileSync(file, await compileWasm(simd));

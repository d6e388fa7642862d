import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const packageFolder = join(import.meta.dirname, '..');

/** Where the committed files lie, by whether they use SIMD. */
export const wasmFiles = [
  { file: join(packageFolder, 'wasm/sequence-matcher.wasm'), simd: false },
  { file: join(packageFolder, 'wasm/sequence-matcher-simd.wasm'), simd: true },
] as const;

/** The memory starts behind the resident oracles; nothing is imported. AS201 warns of what only 64-bit memories need. */
const settings =
  '-O3 --converge --noAssert --runtime stub --use abort= --memoryBase 1024 --initialMemory 352 --disableWarning 201'.split(
    ' ',
  );

/** Compiles `assembly/`; the same sources and compiler give the same bytes. */
export async function compileWasm(simd: boolean): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'sequence-matcher-'));
  try {
    const file = join(folder, 'matcher.wasm');
    const { error } = await asc.main([
      'assembly/matcher.ts',
      ...settings,
      ...(simd ? ['--enable', 'simd'] : []),
      '--baseDir',
      packageFolder,
      '--outFile',
      file,
    ]);
    if (error !== null) throw error;
    return new Uint8Array(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

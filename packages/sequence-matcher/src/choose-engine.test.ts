import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chooseEngine, firstEngineOf } from './choose-engine.ts';

const wasmFolder = join(import.meta.dirname, '../wasm');

/** What is chosen where only these files are, with this content or that of the committed ones. */
function chosenAmong(files: Readonly<Record<string, string | undefined>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'engines-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      if (content === undefined) copyFileSync(join(wasmFolder, name), join(folder, name));
      else writeFileSync(join(folder, name), content);
    }
    return firstEngineOf(pathToFileURL(`${folder}/`)).name;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('chooseEngine', () => {
  it('takes WebAssembly with SIMD where it runs, once', () => {
    expect(chooseEngine().name).toBe('wasm-simd');
    expect(chooseEngine()).toBe(chooseEngine());
  });

  it('takes plain WebAssembly where the SIMD file is not valid', () => {
    expect(
      chosenAmong({
        'sequence-matcher-simd.wasm': 'no module',
        'sequence-matcher.wasm': undefined,
      }),
    ).toBe('wasm');
  });

  it('takes TypeScript, and throws nothing, where no file is there or none is valid', () => {
    expect(chosenAmong({})).toBe('typescript');
    expect(chosenAmong({ 'sequence-matcher.wasm': 'no module' })).toBe('typescript');
  });

  it('takes TypeScript where a valid module is not a matcher', () => {
    expect(chosenAmong({ 'sequence-matcher-simd.wasm': '\0asm\u0001\0\0\0' })).toBe('typescript');
  });
});

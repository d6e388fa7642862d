import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from './tracked-files.ts';

const pureRooms = ['contract', 'domain', 'sequence-matcher', 'workflows'];
const tsc = join(repositoryRoot, 'node_modules/.bin/tsc');
let folder: string;

/** What the compiler says of a file under the settings of a room. */
function complaintsIn(room: string, content: string): string {
  writeFileSync(join(folder, 'a.ts'), content);
  const config = {
    extends: join(repositoryRoot, 'packages', room, 'tsconfig.json'),
    include: ['a.ts'],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout, status } = spawnSync(tsc, ['-p', folder], { cwd: folder, encoding: 'utf8' });
  return status === 0 ? '' : stdout;
}

describe('the third lock: the compiler', () => {
  beforeAll(() => {
    // Inside the repository, so that a package.json and node_modules are found as from a room.
    folder = mkdtempSync(join(repositoryRoot, '.evoline/compiler-lock-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(pureRooms)('%s knows the language and nothing of its host', (room) => {
    const shown = spawnSync(tsc, ['-p', join(repositoryRoot, 'packages', room), '--showConfig'], {
      encoding: 'utf8',
    });
    const { compilerOptions } = JSON.parse(shown.stdout) as {
      compilerOptions: { types: unknown; lib: unknown };
    };
    expect(compilerOptions.types).toEqual([]);
    expect(compilerOptions.lib).toEqual(['es2024']);
  });

  it.each([
    'fetch',
    'process',
    'Buffer',
    'setTimeout',
    'console',
    'WebAssembly',
    'crypto',
    'TextEncoder',
  ])('refuses %s where workflows are written', (name) => {
    expect(complaintsIn('workflows', `export const a = ${name};\n`)).toContain(`'${name}'`);
  });

  it.each([
    ['an enum, which Node cannot strip', 'export enum A { B }\n', 'TS1294'],
    ['an import without its extension', "import { b } from './b';\nexport const a = b;\n", 'TS2'],
    ['an index that may be missing', 'export const a = (b: string[]): string => b[0];\n', 'TS2322'],
    [
      'undefined where a field is only optional',
      'export const a: { b?: number } = { b: undefined };\n',
      'TS2375',
    ],
  ])('refuses %s', (_, content, code) => {
    expect(complaintsIn('domain', content)).toContain(code);
  });

  it('lets plain thinking pass', () => {
    expect(
      complaintsIn('domain', 'export const a = (b: readonly number[]): number => b[0] ?? 0;\n'),
    ).toBe('');
  });
});

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

// Emits JavaScript and declarations into dist/, which is what is published beside wasm/.
const folder = join(import.meta.dirname, '..');
rmSync(join(folder, 'dist'), { recursive: true, force: true });
const tsc = join(folder, '../../node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(folder, 'tsconfig.build.json')], {
  stdio: 'inherit',
});

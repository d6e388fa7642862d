import { describe, expect, it } from 'vitest';
import { textOf, trackedFiles } from './tracked-files.ts';

const files = trackedFiles().filter(
  (file) => /^infra\/bootstrap.*\.mjs$/.test(file) || file === 'apps/cli/bin/evoline.mjs',
);

/** What a file imports beside Node's own modules and its neighbours. */
function foreignImports(text: string): readonly string[] {
  const specifiers = [...text.matchAll(/^(?:import|export) (?:[\w$ {},*]+ from )?'([^']+)'/gm)].map(
    ([, name = '']) => name,
  );
  return specifiers.filter((name) => !name.startsWith('node:') && !name.startsWith('./'));
}

describe('the bootstrap', () => {
  it('needs nothing that has to be installed', () => {
    expect(files.length).toBeGreaterThan(15);
    expect(files.flatMap((file) => foreignImports(textOf(file) ?? ''))).toEqual([]);
    expect(foreignImports("import { z } from 'zod';\nimport fs from 'node:fs';\n")).toEqual([
      'zod',
    ]);
  });

  it('pins every Python package that it installs itself by hash', () => {
    const requirements = trackedFiles().filter((file) => file.endsWith('requirements.txt'));
    expect(requirements.length).toBeGreaterThanOrEqual(3);
    for (const file of requirements) {
      const packages =
        (textOf(file) ?? '').match(/^[a-z0-9][^\s]*==[^\n]*(\n {4}[^\n]*)*/gim) ?? [];
      expect(packages.length, file).toBeGreaterThan(0);
      expect(
        packages.filter((entry) => !entry.includes('--hash=sha256:')),
        file,
      ).toEqual([]);
    }
  });

  it('pins the Temporal server and everything in it by digest', () => {
    const module = textOf('infra/temporal/go.mod') ?? '';
    expect(module).toMatch(/^tool github\.com\/temporalio\/cli\/cmd\/temporal$/m);
    expect(module).toMatch(/github\.com\/temporalio\/cli v1\.8\.2/);
    expect(textOf('infra/temporal/go.sum')).toMatch(/^github\.com\/temporalio\/cli v1\.8\.2 h1:/m);
  });
});

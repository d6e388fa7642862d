import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from './tracked-files.ts';

let house: string;

/** What the linter says of one file put into an otherwise empty house: `rule` or `rule: message`. */
function complaintsAbout(
  path: string,
  content: string,
  beside: Readonly<Record<string, string>> = {},
): readonly string[] {
  for (const [name, text] of Object.entries({ ...beside, [path]: content })) {
    mkdirSync(dirname(join(house, name)), { recursive: true });
    writeFileSync(join(house, name), text);
  }
  const oxlint = join(repositoryRoot, 'node_modules/.bin/oxlint');
  const { stdout, stderr } = spawnSync(oxlint, ['-f', 'json', '--threads=1', path], {
    cwd: house,
    encoding: 'utf8',
  });
  if (!stdout.startsWith('{')) throw new Error(`oxlint did not run: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string }[] };
  return diagnostics.map(({ code }) => code.replace(/^.*\((.*)\)$/, '$1'));
}

const longFunction = (lines: number): string =>
  `export function long(): void {\n${'  Math.random();\n'.repeat(lines - 2)}}\n`;

describe('the second lock: the linter', () => {
  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), 'evoline-lint-'));
    copyFileSync(join(repositoryRoot, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
  });

  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it('lets a function of 60 lines pass and refuses one of 61', () => {
    expect(complaintsAbout('packages/db/src/long.ts', longFunction(60))).toEqual([]);
    expect(complaintsAbout('packages/db/src/long.ts', longFunction(61))).toEqual([
      'max-lines-per-function',
    ]);
  });

  it('refuses a file of 301 lines, and of 151 where workflows live', () => {
    const lines = (count: number): string => 'export {};\n' + '\n'.repeat(count - 1);
    expect(complaintsAbout('packages/db/src/file.ts', lines(300))).toEqual([]);
    expect(complaintsAbout('packages/db/src/file.ts', lines(301))).toEqual(['max-lines']);
    expect(complaintsAbout('packages/workflows/src/file.ts', lines(151))).toEqual(['max-lines']);
  });

  it.each([
    ['no-default-export', 'packages/db/src/a.ts', 'const a = 1;\nexport default a;\n'],
    ['no-explicit-any', 'packages/db/src/a.ts', 'export const a: any = 1;\n'],
    ['no-process-env', 'packages/db/src/a.ts', "export const a = process.env['A'];\n"],
    ['ban-ts-comment', 'packages/db/src/a.ts', '// @ts-ignore because\nexport const a = 1;\n'],
    [
      'no-warning-comments',
      'packages/db/src/a.ts',
      `// ${'TO'}${'DO'} later\nexport const a = 1;\n`,
    ],
    ['no-console', 'packages/db/src/a.ts', "console.log('a');\nexport {};\n"],
    [
      'no-focused-tests',
      'packages/db/src/a.test.ts',
      "import { it } from 'vitest';\nit.only('a', () => {});\n",
    ],
    [
      'no-disabled-tests',
      'packages/db/src/a.test.ts',
      "import { it } from 'vitest';\nit.skip('a', () => {});\n",
    ],
  ])('refuses what %s names', (rule, path, content) => {
    expect(complaintsAbout(path, content)).toContain(rule);
  });

  it('refuses a barrel anywhere but in the index of the workflows', () => {
    const beside = {
      'packages/db/src/b.ts': 'export const b = 1;\n',
      'packages/workflows/src/b.ts': 'export const b = 1;\n',
    };
    const barrel = "export * from './b.ts';\n";
    expect(complaintsAbout('packages/db/src/index.ts', barrel, beside)).toEqual(['no-barrel-file']);
    expect(complaintsAbout('packages/workflows/src/index.ts', barrel, beside)).toEqual([]);
  });

  it('lets env.ts read the environment', () => {
    expect(
      complaintsAbout('apps/worker/src/env.ts', "export const a = process.env['A'];\n"),
    ).toEqual([]);
  });

  it.each([
    ['packages/contract/src/a.ts', '@evoline/domain/mine/a'],
    ['packages/contract/src/a.ts', 'node:fs'],
    ['packages/sequence-matcher/src/a.ts', 'zod'],
    ['packages/domain/src/mine/a.ts', 'node:crypto'],
    ['packages/domain/src/mine/a.ts', '../rollout/prompt.ts'],
    ['packages/domain/src/reward/a.ts', '../train/advantage.ts'],
    ['packages/domain/src/rollout/a.ts', '@evoline/db/open-database'],
    ['packages/workflows/src/a.ts', '@evoline/activities/mine/a'],
    ['packages/workflows/src/a.ts', 'node:fs'],
    ['packages/clients/src/a.ts', '@evoline/db/open-database'],
    ['packages/clients/src/a.ts', '@temporalio/client'],
    ['packages/db/src/a.ts', '@evoline/clients/git'],
    ['packages/activities/src/a.ts', '@evoline/workflows/index'],
    ['packages/activities/src/a.ts', '@evoline/testing/github/serve'],
    ['packages/activities/src/a.ts', '../../db/src/open-database.ts'],
    ['apps/cli/src/a.ts', '@evoline/worker/main'],
    ['infra/src/a.ts', '@evoline/testing/github/serve'],
  ])('refuses %s importing %s', (path, specifier) => {
    expect(complaintsAbout(path, `export type { A } from '${specifier}';\n`)).toContain(
      'no-restricted-imports',
    );
    expect(
      complaintsAbout(path, `import { a } from '${specifier}';\nexport const b = a;\n`),
    ).toContain('no-restricted-imports');
  });

  it.each([
    ['packages/contract/src/a.ts', 'zod'],
    ['packages/contract/src/a.ts', './run.ts'],
    ['packages/domain/src/reward/a.ts', '@evoline/sequence-matcher/ratio'],
    ['packages/domain/src/reward/a.ts', '../mine/item.ts'],
    ['packages/domain/src/reward/a.ts', '@noble/hashes/sha2.js'],
    ['packages/workflows/src/a.ts', '@evoline/contract/mine'],
    ['packages/workflows/src/a.ts', '@temporalio/workflow'],
    ['packages/clients/src/git/a.ts', '@evoline/contract/artifact'],
    ['packages/activities/src/mine/a.ts', '@evoline/clients/git'],
    ['packages/activities/src/mine/a.ts', '@temporalio/activity'],
  ])('lets %s import %s', (path, specifier) => {
    expect(
      complaintsAbout(path, `import { a } from '${specifier}';\nexport const b = a;\n`),
    ).toEqual([]);
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot, textOf, trackedFiles } from './tracked-files.ts';

// Put together here so that this file does not hold what it looks for.
const registryHosts = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['pypi', 'org'],
  ['files', 'pythonhosted', 'org'],
  ['proxy', 'golang', 'org'],
  ['sum', 'golang', 'org'],
  ['deb', 'debian', 'org'],
  ['index', 'crates', 'io'],
].map((parts) => parts.join('.'));

const machinePaths = ['work', 'root'].map(
  (folder) => new RegExp(`(^|[\\s"'\`=(:])/${folder}/[\\w.-]`, 'm'),
);

function strangersIn(text: string): readonly string[] {
  return [
    ...registryHosts.filter((host) => text.includes(host)),
    ...machinePaths.filter((path) => path.test(text)).map(String),
  ];
}

describe('the repository', () => {
  it('names no package registry and no path of one machine', () => {
    const found = trackedFiles().flatMap((file) =>
      strangersIn(textOf(file) ?? '').map((stranger) => `${file}: ${stranger}`),
    );
    expect(found).toEqual([]);
    expect(strangersIn(`fetch("https://${registryHosts[0]}/x")`)).toHaveLength(1);
    expect(strangersIn(`cd ${['', 'root', 'x'].join('/')}`)).toHaveLength(1);
  });

  // Two copies of version 8 break the replay of histories: "type must be a Type".
  it('resolves exactly one protobufjs 8', () => {
    const versions = readdirSync(join(repositoryRoot, 'node_modules/.pnpm')).filter((name) =>
      name.startsWith('protobufjs@8.'),
    );
    expect(versions).toHaveLength(1);
  });

  it('pins every version of the catalog exactly', () => {
    const workspace = readFileSync(join(repositoryRoot, 'pnpm-workspace.yaml'), 'utf8');
    const catalog =
      workspace.slice(workspace.indexOf('\ncatalog:\n') + 10).match(/^ {2}\S.*$/gm) ?? [];
    expect(catalog.length).toBeGreaterThan(20);
    expect(catalog.filter((line) => !/: \d+\.\d+\.\d+(-[\w.]+)?$/.test(line))).toEqual([]);
  });

  it('runs in CI exactly what a person runs', () => {
    expect(readFileSync(join(repositoryRoot, '.ci/run'), 'utf8')).toMatch(/^exec npm test$/m);
  });
});

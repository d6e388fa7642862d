import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../../infra/bootstrap/finished-folder.mjs';
import { tools } from '../../../infra/bootstrap/layout.mjs';
import { installFromNpm } from '../../../infra/bootstrap/npm.mjs';
import { digestOf, isStamped } from '../../../infra/bootstrap/stamp.mjs';

const repository = join(import.meta.dirname, '../../..');

/** An otherwise empty project that has installed the tarball of packages/sequence-matcher. */
export interface ConsumerProject {
  readonly folder: string;
  /** The package as it lies in node_modules. */
  readonly installed: string;
  remove(): void;
}

/** Builds, packs and installs, without a registry: the package depends on nothing. */
export function installPackedPackage(): ConsumerProject {
  const folder = mkdtempSync(join(tmpdir(), 'evoline-consumer-'));
  const inPackage = ['--filter', '@evoline/sequence-matcher'];
  run(repository, 'pnpm', [...inPackage, 'run', 'build']);
  run(repository, 'pnpm', [...inPackage, 'pack', '--pack-destination', folder]);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('pnpm pack has left no tarball');
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  );
  const quiet = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  run(folder, 'npm', ['install', ...quiet, `./${tarball}`]);
  return {
    folder,
    installed: join(folder, 'node_modules/@evoline/sequence-matcher'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Compiles one file of the project with nothing but the language known, as strictly as can be.
 *
 * @returns what the compiler complains about, empty when nothing
 */
export function compile({ folder }: ConsumerProject, file: string): string {
  const tsc = join(repository, 'node_modules/.bin/tsc');
  const options = ['--strict', '--target', 'es2022', '--lib', 'es2022', '--module', 'nodenext'];
  const more = ['--types', '', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const { status, stdout } = spawnSync(tsc, [...options, ...more, file], {
    cwd: folder,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stdout;
}

/** What a program of the project prints. */
export function runWith(node: string, { folder }: ConsumerProject, file: string): string {
  return run(folder, node, [file]);
}

/** Every file of a folder, by its path. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

export function manifestOf({
  installed,
}: ConsumerProject): Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
}

const NODE_20 = '20.20.2';

/** Node 20 from npm, kept for the next time. */
export async function installNode20(): Promise<string> {
  const name = `node-linux-${process.arch}`;
  const folder = join(tools, `node-${NODE_20}`);
  const program = join(folder, 'node_modules', name, 'bin/node');
  const digest = digestOf([name, NODE_20]);
  if (!isStamped(folder, digest) || !existsSync(program))
    await makeFolder(folder, digest, (draft) => installFromNpm(draft, `${name}@${NODE_20}`));
  return program;
}

function run(cwd: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${status}`, {
      cause: error ?? `${stdout}${stderr}`,
    });
  return stdout;
}

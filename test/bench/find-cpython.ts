import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface CPython {
  readonly program: string;
  readonly version: string;
  /** Built with profile-guided optimisation, as distributions do: a tenth to a third faster. */
  readonly optimized: boolean;
}

const names = ['python3.11', 'python3.12', 'python3.10', 'python3.13', 'python3.14', 'python3'];

/** 3.11 has the fastest difflib of them all (3.13 takes a tenth longer, 3.10 a third); then the nearest. */
const bestMinor = 11;

const ask = `import sys, sysconfig
print(sys.executable, sys.version.split()[0], sys.implementation.name, sep="\\n")
print("--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS")) or "/usr/bin/" in sys.executable)`;

/**
 * The CPython on PATH that results are compared with: the nearest to 3.11, of equally near ones an optimised build.
 *
 * @throws Error when there is none
 */
export function findCPython(): CPython {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const programs = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...new Set(programs)].filter(existsSync).flatMap(described);
  const [best] = found.toSorted(
    (one, other) =>
      distance(one) - distance(other) || Number(other.optimized) - Number(one.optimized),
  );
  if (best === undefined) throw new Error(`no CPython is on PATH (${names.join(', ')})`);
  return best;
}

function described(program: string): readonly CPython[] {
  const { status, stdout } = spawnSync(program, ['-c', ask], { encoding: 'utf8' });
  if (status !== 0) return [];
  const [path = '', version = '', implementation, optimized] = stdout.trim().split('\n');
  if (implementation !== 'cpython') return [];
  return [{ program: path, version, optimized: optimized === 'True' }];
}

function distance({ version }: CPython): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 3 ? Math.abs(minor - bestMinor) : Number.POSITIVE_INFINITY;
}

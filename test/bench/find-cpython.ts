import { spawnSync } from 'node:child_process';

export interface CPython {
  readonly program: string;
  readonly version: string;
}

/** 3.11 is the fastest difflib of them all; then the nearest to it. */
const names = ['python3.11', 'python3.12', 'python3.10', 'python3.13', 'python3.14', 'python3'];
const ask = 'import sys; print(sys.executable); print(sys.version.split()[0])';

/**
 * The CPython on PATH that results are compared with, by its real path.
 *
 * @throws Error when there is none
 */
export function findCPython(): CPython {
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ['-c', ask], { encoding: 'utf8' });
    const [program, version] = status === 0 ? stdout.trim().split('\n') : [];
    if (program && version) return { program, version };
  }
  throw new Error(`no CPython is on PATH (${names.join(', ')})`);
}

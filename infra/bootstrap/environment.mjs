import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { generated, root } from './layout.mjs';

/**
 * What every program started by the set-up gets beside our own environment.
 * @param {{ programFolders: readonly string[], python?: string, temporal?: string }} found
 * @returns {Record<string, string>}
 */
export function childEnvironment({ programFolders, python, temporal }) {
  return {
    PATH: [...programFolders, join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(
      delimiter,
    ),
    XDG_DATA_HOME: join(generated, 'data-home'), // pnpm refuses an install made with another one
    NODE_COMPILE_CACHE: join(generated, 'node-cache'), // a quarter off the start of every Node program
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    OMP_NUM_THREADS: process.env['OMP_NUM_THREADS'] ?? '1', // more threads make small models slower, and digests differ
    ...(python === undefined ? {} : { EVOLINE_PYTHON: python }),
    ...(temporal === undefined ? {} : { EVOLINE_TEMPORAL: temporal }),
    ...homeEnvironment(),
  };
}

/** Accounts without a home of their own (nobody, some CI users) get one, for the caches of npm, pip and Go. */
export function homeEnvironment() {
  try {
    accessSync(homedir(), constants.W_OK);
    return {};
  } catch {
    const home = join(generated, 'user-home');
    mkdirSync(home, { recursive: true });
    return {
      HOME: home,
      XDG_CACHE_HOME: join(home, '.cache'),
      npm_config_cache: join(home, '.npm'),
    };
  }
}

import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './paths.ts';

/** Editors write a file in several steps, and a formatter once more. */
const quietMilliseconds = 400;

/** Calls back when sources that run inside a worker have changed. Ends with the signal. */
export function watchSources(onChange: () => void, signal: AbortSignal): void {
  let pending: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearTimeout(pending));
  for (const folder of sourceFolders()) {
    const watcher = watch(folder, { recursive: true, signal });
    watcher.on('error', () => {}); // a folder that was removed
    watcher.on('change', (_, changed) => {
      const file = String(changed);
      if (!/\.(ts|py|sql)$/.test(file) || file.endsWith('.test.ts')) return;
      clearTimeout(pending);
      pending = setTimeout(onChange, quietMilliseconds);
    });
  }
}

function sourceFolders(): readonly string[] {
  const packages = readdirSync(join(repositoryRoot, 'packages')).filter(
    (name) => name !== 'testing',
  );
  const folders = [...packages.map((name) => `packages/${name}/src`), 'apps/worker/src'];
  return folders
    .map((folder) => join(repositoryRoot, folder))
    .filter((folder) => existsSync(folder));
}

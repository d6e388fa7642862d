import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder beside the repository (`../shared/<name>`), such as the corpus of pull request histories, or
 * null where it is not there. Pass the test runner's `CI`: with "true" its absence is an error.
 */
export function sharedFolder(name: string, ci: string | undefined): string | null {
  const folder = join(import.meta.dirname, '../../../../shared', name);
  if (existsSync(folder)) return folder;
  if (ci === 'true') throw new Error(`in CI ../shared/${name} must stand beside the repository`);
  return null;
}

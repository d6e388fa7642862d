import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * The revision of this code for lineage: the commit, with `-dirty` when files differ from it, or
 * `unknown` where the code is no git checkout.
 */
export async function codeRevision(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      'git',
      ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'],
      { cwd: import.meta.dirname, timeout: 5000 },
    );
    return stdout.trim();
  } catch {
    return 'unknown';
  }
}

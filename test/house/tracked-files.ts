import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const repositoryRoot: string = resolve(import.meta.dirname, '../..');

/** Every file that is or will be committed, relative to the root. */
export function trackedFiles(): readonly string[] {
  const options = { cwd: repositoryRoot, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    options,
  );
  return [...new Set(listed.split('\0'))].filter((file) => file !== '' && isFile(file));
}

/** The text of a tracked file; undefined for a binary one. */
export function textOf(file: string): string | undefined {
  const content = readFileSync(join(repositoryRoot, file));
  return content.includes(0) ? undefined : content.toString('utf8');
}

function isFile(file: string): boolean {
  const path = join(repositoryRoot, file);
  return existsSync(path) && statSync(path).isFile();
}

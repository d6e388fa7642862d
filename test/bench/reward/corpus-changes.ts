import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One file before and after one commit of the default branch. */
export interface FileChange {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  readonly old: string;
  readonly new: string;
}

/** A change of which only the names of the contents are known. */
export interface ListedChange {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  readonly oldBlob: string;
  readonly newBlob: string;
}

const codeFile =
  /\.(py|pyi|js|mjs|cjs|jsx|ts|tsx|go|rs|java|cs|c|h|cc|cpp|rb|php|css|html|sh|toml)$/i;
const documentFile = /\.(md|rst|txt|json|ya?ml|cfg|ini)$/i;
const MOST_FILES = 30;

/** The git folders of the corpus, one per history, made in `folder` from the bundles. */
export function openHistories(corpus: string, folder: string): ReadonlyMap<string, string> {
  const repositories = join(corpus, 'repos');
  const named = readdirSync(repositories).filter((name) =>
    existsSync(join(repositories, name, 'repo.bundle')),
  );
  return new Map(
    named.map((name) => {
      const target = join(folder, `${name}.git`);
      git(folder, ['clone', '--quiet', '--bare', join(repositories, name, 'repo.bundle'), target]);
      return [name.replace('__', '/'), target];
    }),
  );
}

/**
 * Every change of a file of code, and of documents, in first-parent commits that change 1 to 30 files. Created
 * and removed files are left out; the newest commit comes first.
 */
export function listChanges(repository: string, gitFolder: string): readonly ListedChange[] {
  const log = git(gitFolder, [
    'log',
    '--first-parent',
    '-m',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--diff-filter=M',
    '--format=commit %H',
    'HEAD',
  ]);
  return log.split(/^commit /m).flatMap((entry) => {
    const [commit = '', ...lines] = entry.split('\n').filter((line) => line !== '');
    if (lines.length === 0 || lines.length > MOST_FILES) return [];
    return lines.flatMap((line) => {
      const [, oldBlob, newBlob, path] = /^:100\d+ 100\d+ (\w+) (\w+) M\t(.*)$/.exec(line) ?? [];
      if (!oldBlob || !newBlob || !path) return [];
      if (!codeFile.test(path) && !documentFile.test(path)) return [];
      return [{ repository, commit, path, oldBlob, newBlob }];
    });
  });
}

export function isDocument({ path }: { readonly path: string }): boolean {
  return documentFile.test(path);
}

/** The contents of listed changes of one history; those that are no UTF-8 text are left out. */
export function readChanges(
  gitFolder: string,
  listed: readonly ListedChange[],
): readonly FileChange[] {
  const blobs = [...new Set(listed.flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]))];
  const texts = readBlobs(gitFolder, blobs);
  return listed.flatMap(({ oldBlob, newBlob, ...change }) => {
    const [before, after] = [texts.get(oldBlob), texts.get(newBlob)];
    return before === undefined || after === undefined
      ? []
      : [{ ...change, old: before, new: after }];
  });
}

function readBlobs(gitFolder: string, blobs: readonly string[]): ReadonlyMap<string, string> {
  const { stdout, status } = spawnSync('git', ['cat-file', '--batch'], {
    cwd: gitFolder,
    input: blobs.join('\n'),
    maxBuffer: 2 ** 31 - 1,
  });
  if (status !== 0) throw new Error(`git cat-file ended with ${status}`);
  const texts = new Map<string, string>();
  for (let at = 0; at < stdout.length;) {
    const lineEnd = stdout.indexOf(10, at);
    const [blob = '', , size] = stdout.toString('latin1', at, lineEnd).split(' ');
    const bytes = stdout.subarray(lineEnd + 1, lineEnd + 1 + Number(size));
    const text = bytes.toString('utf8');
    if (!text.includes('\ufffd') && !text.includes('\0')) texts.set(blob, text);
    at = lineEnd + Number(size) + 2;
  }
  return texts;
}

function git(cwd: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`git ${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
}

import type { MainlineChange } from '@evoline/contract/git-history';
import { gitOutput } from './git-output.ts';
import { checkedId, type GitProgram } from './git-program.ts';

export interface MainlineOptions {
  readonly gitFolder: string;
  /** The commit at the line's end. */
  readonly tip: string;
  /** The newest so many. */
  readonly maxCommits: number;
  readonly silenceSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** A commit's field begins with it, so that no path is taken for one by chance. */
const mark = '\u0001';
/** Paths of one commit beyond this are left out: nobody reads so many of them. */
const maxPaths = 100_000;
const maxFieldLength = 1 << 16;

/**
 * What each commit of the first-parent line of a tip changed, against its first parent, newest first, in one
 * `git log`: a merge and a squash count as the pull request that they landed. No file contents are read.
 */
export async function* mainlineChanges(
  program: GitProgram,
  { gitFolder, tip, maxCommits, silenceSeconds, signal }: MainlineOptions,
): AsyncGenerator<MainlineChange> {
  const shape = ['--first-parent', '-m', '--name-only', '--no-renames', '-z', '--no-color'];
  const plain = ['--no-notes', '--no-show-signature', '--ignore-submodules=none', '--no-relative'];
  const format = `--format=${mark}%H`;
  const args = ['log', ...shape, ...plain, format, `-n${maxCommits}`];
  let commit: { commit: string; paths: string[] } | null = null;
  let rest = '';
  for await (const text of gitOutput(program, {
    gitFolder,
    args: [...args, checkedId(tip), '--'],
    silenceSeconds,
    signal,
  })) {
    const fields = (rest + text).split('\0');
    rest = (fields.pop() ?? '').slice(0, maxFieldLength);
    for (const field of fields) {
      const id = commitOf(field);
      if (id === null) addPath(commit, field);
      else {
        if (commit !== null) yield commit;
        commit = { commit: id, paths: [] };
      }
    }
  }
  if (commit !== null) yield commit;
}

function commitOf(field: string): string | null {
  return /^\u0001([0-9a-f]{40,64})$/.exec(field)?.[1] ?? null;
}

/** The first path of a commit stands on a line of its own. */
function addPath(commit: { readonly paths: string[] } | null, field: string): void {
  if (commit === null || commit.paths.length >= maxPaths) return;
  const path = commit.paths.length === 0 ? field.replace(/^\n/, '') : field;
  if (path !== '' && !path.includes('\ufffd')) commit.paths.push(path);
}

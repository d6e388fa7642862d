import { git } from '../git/git-process.ts';

/** A row of GET /repos/{o}/{r}/pulls/{n}/files, as far as git knows it. */
export interface ChangedFile {
  readonly filename: string;
  readonly status: 'added' | 'modified' | 'removed' | 'changed';
  readonly additions: number;
  readonly deletions: number;
  readonly changes: number;
}

const statuses = { A: 'added', M: 'modified', D: 'removed', T: 'changed' } as const;

/**
 * What changed between each (base, head) pair of commit ids, by head, in one git process. Binary files
 * count no lines, as on GitHub. Heads must differ from each other.
 */
export async function changedFiles(
  repository: string,
  pairs: readonly { readonly base: string; readonly head: string }[],
): Promise<Map<string, ChangedFile[]>> {
  const found = new Map(pairs.map(({ head }): [string, ChangedFile[]] => [head, []]));
  // "<commit> <parent>" compares the commit with that parent instead of its own
  const input = pairs.map(({ base, head }) => `${head} ${base}\n`);
  const options = ['--stdin', '--always', '-r', '--no-renames', '--raw', '--numstat'];
  const output = await git(
    repository,
    ['-c', 'core.quotePath=false', 'diff-tree', ...options],
    input,
  );
  let files: ChangedFile[] = [];
  const statusOf = new Map<string, ChangedFile['status']>();
  for (const line of output.split('\n')) {
    const raw = /^:.* ([AMDT])\t(.+)$/.exec(line);
    const counted = /^(\d+|-)\t(\d+|-)\t(.+)$/.exec(line);
    if (raw?.[2] !== undefined) statusOf.set(raw[2], statuses[raw[1] as keyof typeof statuses]);
    else if (counted?.[3] !== undefined) files.push(row(counted[3], counted, statusOf));
    else if (found.has(line)) files = found.get(line) ?? files;
  }
  return found;
}

function row(
  filename: string,
  counted: RegExpExecArray,
  statusOf: ReadonlyMap<string, ChangedFile['status']>,
): ChangedFile {
  const [additions, deletions] = [counted[1], counted[2]].map((count) =>
    count === '-' ? 0 : Number(count),
  );
  const status = statusOf.get(filename) ?? 'modified';
  const counts = { additions: additions ?? 0, deletions: deletions ?? 0 };
  return { filename, status, ...counts, changes: counts.additions + counts.deletions };
}

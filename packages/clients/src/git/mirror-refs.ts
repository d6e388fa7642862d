import { type GitProgram } from './git-program.ts';
import { runGit } from './run-git.ts';

/** What the refs of a mirror say. */
export interface MirrorRefs {
  /** The default branch and its tip; null when the repository is empty. */
  readonly head: { readonly branch: string; readonly id: string } | null;
  /** Tip of `refs/pull/<n>/head` by number. */
  readonly pullHeads: ReadonlyMap<number, string>;
  /** Changes whenever any ref does. */
  readonly fingerprint: string;
}

/** Reads all refs in one process. */
export async function readRefs(
  program: GitProgram,
  gitFolder: string,
  signal?: AbortSignal,
): Promise<MirrorRefs> {
  const options = { gitFolder, timeoutSeconds: 120, signal, maxOutputBytes: 1 << 28 };
  const format = '--format=%(HEAD)%(objectname) %(refname)';
  const listed = await runGit(
    program,
    ['for-each-ref', format, 'refs/heads', 'refs/pull', 'refs/evoline'],
    options,
  );
  const ids = new Map<string, string>();
  let named = '';
  for (const line of listed.split('\n')) {
    // A star marks the branch that HEAD points to, a space every other ref.
    const [, mark, id, ref] = /^([* ])([0-9a-f]+) (.+)$/.exec(line) ?? [];
    if (id === undefined || ref === undefined) continue;
    ids.set(ref, id);
    if (mark === '*') named = ref;
  }
  return { head: headOf(named, ids), pullHeads: pullHeadsOf(ids), fingerprint: listed };
}

function headOf(named: string, ids: ReadonlyMap<string, string>): MirrorRefs['head'] {
  const branches = [...ids.keys()].filter((ref) => ref.startsWith('refs/heads/'));
  const usual = ['refs/heads/main', 'refs/heads/master', 'refs/heads/trunk', 'refs/heads/develop'];
  const ref = [named, ...usual, ...branches].find((candidate) => ids.has(candidate));
  const id = ref === undefined ? undefined : ids.get(ref);
  return ref === undefined || id === undefined
    ? null
    : { branch: ref.replace('refs/heads/', ''), id };
}

function pullHeadsOf(ids: ReadonlyMap<string, string>): Map<number, string> {
  const heads = new Map<number, string>();
  for (const [ref, id] of ids) {
    const number = /^refs\/pull\/(\d{1,9})\/head$/.exec(ref)?.[1];
    if (number !== undefined) heads.set(Number(number), id);
  }
  return heads;
}

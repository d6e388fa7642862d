import { git } from '@evoline/testing/git/git-process';

interface KnownEnds {
  readonly baseTip: string | null;
  readonly head: string | null;
}

/**
 * Extraction as public miners do it: one git process for each question, file and commit (`merge-base`, `log`,
 * `diff`, `show`). It reads what ours reads and replays nothing.
 */
export async function* extractWithProcesses(
  clone: string,
  all: readonly KnownEnds[],
): AsyncGenerator<{ readonly item: object | null }> {
  const ask = (...args: string[]) => git(clone, args);
  for (const { baseTip, head } of all) {
    if (baseTip === null || head === null) {
      yield { item: null };
      continue;
    }
    const base = (await ask('merge-base', baseTip, head)).trim();
    const commits = lines(await ask('rev-list', `${baseTip}..${head}`));
    const messages: string[] = [];
    for (const commit of commits) messages.push(await ask('log', '-1', '--format=%B', commit));
    const patch = await ask('diff', '-M', '--full-index', base, head);
    const listed = lines(await ask('diff', '--name-status', '--no-renames', base, head));
    const files = await contentsOf(ask, listed, { base, head });
    yield { item: { base, messages, patch, files } };
  }
}

async function contentsOf(
  ask: (...args: string[]) => Promise<string>,
  listed: readonly string[],
  { base, head }: { readonly base: string; readonly head: string },
) {
  const files: { path: string; before: string | null; after: string | null }[] = [];
  for (const line of listed) {
    const [status = '', path = ''] = line.split('\t');
    // A submodule is no blob, and a name in quotes is not found: a miner goes on to the next.
    const show = (commit: string) => ask('show', `${commit}:${path}`).catch(() => null);
    files.push({
      path,
      before: status === 'A' ? null : await show(base),
      after: status === 'D' ? null : await show(head),
    });
  }
  return files;
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

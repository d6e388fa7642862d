import type { HistoryCache } from './history-cache.ts';
import type { Candidates, FoundRepository, MirrorAccess } from './mining-ports.ts';
import type { Source } from './source-locator.ts';

/**
 * Makes sure that the mirror of a repository holds the commits of these pull requests: fetches when one
 * is missing, and asks by id for those that no ref reaches any more. What is missing then stays so.
 */
export async function completeMirror(
  { mirrors, histories }: { readonly mirrors: MirrorAccess; readonly histories: HistoryCache },
  { key, gitAddress }: Pick<FoundRepository, 'key' | 'gitAddress'>,
  candidates: Candidates,
  kind: Source['kind'],
): Promise<void> {
  const isThere = await mirrors.has(key);
  // A history was fetched when it was opened, and names only what it holds.
  if (kind === 'git' && isThere) return;
  const ids = commitsOf(candidates);
  const missing = async () => {
    const mirror = mirrors.open(key);
    try {
      const { graph } = await histories.load(mirror, key);
      return ids.filter((id) => !graph.has(id));
    } finally {
      mirror.close();
    }
  };
  if (isThere && (await missing()).length === 0) return;
  await mirrors.refresh(key, gitAddress, { isBlobless: kind !== 'demo' });
  const unreachable = await missing();
  if (unreachable.length === 0) return;
  const mirror = mirrors.open(key);
  try {
    await mirror.fetchCommits(unreachable);
  } finally {
    mirror.close();
  }
}

function commitsOf(candidates: Candidates): string[] {
  const merged = candidates.filter((candidate) => candidate.merged);
  const ids = merged.flatMap(({ baseTip, head, landed }) => [baseTip, head, landed]);
  return [...new Set(ids.filter((id) => id !== null))];
}

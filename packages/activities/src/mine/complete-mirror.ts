import type { SourceRepository } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { stat } from 'node:fs/promises';
import type { ActivityContext } from '../activity-context.ts';
import type { MineDeps } from './mine-deps.ts';
import { type MineRun, withMirror } from './mine-run.ts';

/**
 * Makes sure that the mirror holds the commits of these pull requests: fetches when one is missing, and
 * asks by id for those that no ref reaches any more. What is missing then stays so. Returns its folder.
 */
export async function completeMirror(
  deps: MineDeps,
  { source }: MineRun,
  { key, gitAddress }: SourceRepository,
  candidates: readonly PullRequestCandidate[],
  context: ActivityContext,
): Promise<string> {
  const folder = deps.mirrors.pathOf(key);
  // A history was fetched when it was opened, and names only what it holds.
  if (source.kind === 'git' && (await isThere(folder))) return folder;
  const wanted = candidates
    .filter(({ merged }) => merged)
    .flatMap(({ baseTip, head, landed }) => [baseTip, head, landed]);
  const ids = [...new Set(wanted.filter((id) => id !== null))];
  const missing = async () =>
    await withMirror(deps, folder, context, async (mirror) => {
      const { graph } = await deps.histories.load(mirror);
      return ids.filter((id) => !graph.has(id));
    });
  if ((await isThere(folder)) && (await missing()).length === 0) return folder;
  const { signal } = context;
  await deps.mirrors.refresh(key, gitAddress, { signal, isBlobless: source.kind !== 'demo' });
  const unreachable = await missing();
  if (unreachable.length > 0) {
    await withMirror(deps, folder, context, (mirror) => mirror.fetchCommits(unreachable));
  }
  return folder;
}

function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

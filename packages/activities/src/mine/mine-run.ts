import type { GitHubClient } from '@evoline/clients/github/github-client';
import { OctokitClient } from '@evoline/clients/github/octokit-client';
import type { TokenPool } from '@evoline/clients/github/token-pool';
import { EvolineFailure } from '@evoline/contract/failures';
import type { MinePullRequestsConfig } from '@evoline/contract/mine';
import { parseSourceLocator, type Source } from '@evoline/domain/mine/source-locator';
import type { ActivityContext } from '../activity-context.ts';
import { runConfig } from '../ledger/run-config.ts';
import type { MineDeps } from './mine-deps.ts';

/** The configuration of a mining run, and its source taken apart. */
export interface MineRun {
  readonly runId: string;
  readonly config: MinePullRequestsConfig;
  readonly source: Source;
}

export async function readMineRun({ database }: MineDeps, runId: string): Promise<MineRun> {
  const config = await runConfig(database, runId, 'minePullRequests');
  return { runId, config, source: parseSourceLocator(config.source) };
}

/**
 * The API behind a source; null for a git source, which has none.
 *
 * @throws EvolineFailure nothing_to_work_on where no demo world is served
 */
export function apiOf(
  deps: Pick<MineDeps, 'github' | 'demo'>,
  source: Source,
  { signal }: Pick<ActivityContext, 'signal'>,
): GitHubClient | null {
  return source.kind === 'git' ? null : new OctokitClient({ signal }, poolOf(deps, source.kind));
}

function poolOf(
  { github, demo }: Pick<MineDeps, 'github' | 'demo'>,
  kind: 'github' | 'demo',
): TokenPool {
  if (kind === 'github') return github;
  if (demo !== null) return demo;
  const message = 'source demo: no demo world is served; start the stack, or set DEMO_WORLD_URL';
  throw new EvolineFailure('nothing_to_work_on', message);
}

/** Mining keeps no lease of its own: the workflow renews it. */
export const renewNothing = (): Promise<void> => Promise.resolve();

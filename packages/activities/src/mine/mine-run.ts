import { GitMirror } from '@evoline/clients/git/git-mirror';
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
export function githubOf(
  deps: Pick<MineDeps, 'github' | 'demo'>,
  source: Source,
  { signal }: Pick<ActivityContext, 'signal'>,
): GitHubClient | null {
  if (source.kind === 'git') return null;
  return new OctokitClient({ signal }, poolOf(deps, source));
}

function poolOf({ github, demo }: Pick<MineDeps, 'github' | 'demo'>, source: Source): TokenPool {
  if (source.kind === 'github') return github;
  if (demo !== null) return demo;
  const message = 'source demo: no demo world is served; start the stack, or set DEMO_WORLD_URL';
  throw new EvolineFailure('nothing_to_work_on', message);
}

/** Bound on one patch. More than a thousand changed lines are dropped anyhow. */
const maxPatchBytes = 1 << 25;

/** Opens a mirror for reading while `work` lasts. */
export async function withMirror<T>(
  deps: Pick<MineDeps, 'git' | 'mirrors'>,
  folder: string,
  { signal }: Pick<ActivityContext, 'signal'>,
  work: (mirror: GitMirror) => Promise<T>,
): Promise<T> {
  const mirror = new GitMirror(deps.git, deps.mirrors, folder, { maxPatchBytes, signal });
  try {
    return await work(mirror);
  } finally {
    mirror.close();
  }
}

/** Long work in mining keeps no lease of its own: the workflow renews it. */
export const renewNothing = (): Promise<void> => Promise.resolve();

import type { GitHubClient } from '@evoline/clients/github/github-client';
import { OctokitClient } from '@evoline/clients/github/octokit-client';
import type { TokenPool } from '@evoline/clients/github/token-pool';
import { EvolineFailure } from '@evoline/contract/failures';
import type { MinePullRequestsConfig } from '@evoline/contract/mine';
import { parseSourceLocator, type Source } from '@evoline/domain/mine/source-locator';
import { runConfig } from '../ledger/run-config.ts';
import type { MiningContext } from './counting-quota.ts';
import { databaseAnswers } from './database-answers.ts';
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

type Asking = Pick<MiningContext, 'signal' | 'tally'>;

/** The two hosts that answer in GitHub's shapes. */
export type ApiHost = 'github' | 'demo';

/**
 * The API behind a source; null for a git source, which has none. `subject`: who asks, a repository's key
 * or what there is before it is known; a subject keeps its token.
 *
 * @throws EvolineFailure nothing_to_work_on where no demo world is served
 */
export function apiOf(
  deps: ApiDeps,
  source: Source,
  context: Asking,
  subject: string,
): GitHubClient | null {
  if (source.kind === 'git') return null;
  return apiOn(deps, source.kind === 'demo' ? 'demo' : 'github', context, subject);
}

type ApiDeps = Pick<MineDeps, 'github' | 'demo' | 'database'>;

/** @throws EvolineFailure nothing_to_work_on where no demo world is served */
export function apiOn(
  deps: ApiDeps,
  host: ApiHost,
  { signal, tally }: Asking,
  subject: string,
): GitHubClient {
  const answers = databaseAnswers(deps.database);
  return new OctokitClient({ signal, subject, answers, tally }, poolOf(deps, host));
}

/** @throws EvolineFailure nothing_to_work_on where no demo world is served */
export function poolOf(
  { github, demo }: Pick<MineDeps, 'github' | 'demo'>,
  host: ApiHost,
): TokenPool {
  if (host === 'github') return github;
  if (demo !== null) return demo;
  const message = 'source demo: no demo world is served; start the stack, or set DEMO_WORLD_URL';
  throw new EvolineFailure('nothing_to_work_on', message);
}

/** Mining keeps no lease of its own: the workflow renews it. */
export const renewNothing = (): Promise<void> => Promise.resolve();

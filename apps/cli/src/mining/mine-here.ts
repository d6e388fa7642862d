import { join } from 'node:path';
import { GitMirrors } from '@evoline/clients/git/git-mirrors';
import { RateLimited } from '@evoline/clients/github/github-client';
import { OctokitClient } from '@evoline/clients/github/octokit-client';
import { TokenPool } from '@evoline/clients/github/token-pool';
import { EvolineFailure } from '@evoline/contract/failures';
import type { MinedPullRequest, MinePullRequestsConfig } from '@evoline/contract/mine';
import type { BenchmarkInstance } from '@evoline/domain/mine/decontamination/benchmark-file';
import { type MineProgress, mineSource } from '@evoline/domain/mine/mine-source';
import type { Source } from '@evoline/domain/mine/source-locator';
import type { MiningEnv } from './env.ts';

export interface MineHere {
  readonly env: MiningEnv;
  /** Absolute path; mirrors are kept below it. */
  readonly cacheFolder: string;
  /** Of a stack that runs, unless the environment names one. */
  readonly demoWorldUrl: string | undefined;
  /** Tasks that nothing kept may be like. */
  readonly benchmarks: readonly BenchmarkInstance[];
  readonly onProgress?: (progress: MineProgress) => void;
  readonly onVerdict?: () => void;
}

/** Mines a source in this process and keeps nothing but the verdicts. */
export async function mineHere(
  { env, cacheFolder, demoWorldUrl, benchmarks, onProgress, onVerdict }: MineHere,
  config: MinePullRequestsConfig,
): Promise<MinedPullRequest[]> {
  const environment = env.inherited;
  const mirrors = await GitMirrors.open({ cacheFolder: join(cacheFolder, 'git'), environment });
  const apiOf = (source: Source) => clientOf(source, env, env.demoWorldUrl ?? demoWorldUrl);
  const local = { mirrors, apiOf, benchmarks, ...(onProgress === undefined ? {} : { onProgress }) };
  const verdicts: MinedPullRequest[] = [];
  try {
    for await (const { mined } of mineSource(local, config)) {
      verdicts.push(mined);
      onVerdict?.();
    }
  } catch (error) {
    // Only a workflow has the patience to sleep it out.
    if (!(error instanceof RateLimited)) throw error;
    throw new EvolineFailure('github_limited', error.message, { cause: error });
  }
  return verdicts;
}

function clientOf(source: Source, env: MiningEnv, demoWorldUrl: string | undefined) {
  switch (source.kind) {
    case 'git':
    case 'archive':
      return null;
    case 'github': {
      const { githubApiUrl: apiUrl, github } = env;
      const { tokens, app } = github;
      return new OctokitClient({}, new TokenPool({ apiUrl, tokens, app: app ?? undefined }));
    }
    case 'demo':
      if (demoWorldUrl !== undefined)
        return new OctokitClient({}, TokenPool.ofDemoWorld(demoWorldUrl));
      throw new EvolineFailure(
        'nothing_to_work_on',
        'source demo: no demo world is served; start one with: npx evoline up',
      );
  }
}

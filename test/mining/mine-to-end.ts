import { GitMirrors } from '@evoline/clients/git/git-mirrors';
import { OctokitClient } from '@evoline/clients/github/octokit-client';
import { TokenPool } from '@evoline/clients/github/token-pool';
import type { MinePullRequestsInput } from '@evoline/contract/mine';
import type { Verdict } from '@evoline/domain/mine/examination';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { mineSource } from '@evoline/domain/mine/mine-source';

export interface MiningPlace {
  /** Absolute path. */
  readonly cacheFolder: string;
  /** Address of an API in GitHub's shape, for `github:` and `demo:` sources. */
  readonly apiUrl?: string;
}

/** Mines a source in this process and returns every verdict with its item. */
export async function mineToEnd(
  place: MiningPlace,
  input: MinePullRequestsInput,
): Promise<Verdict[]> {
  const { cacheFolder, apiUrl } = place;
  const mirrors = await GitMirrors.open({ cacheFolder, environment: process.env });
  const pool = apiUrl === undefined ? null : new TokenPool({ apiUrl, tokens: ['test'] });
  const apiOf = () => (pool === null ? null : new OctokitClient({}, pool));
  const verdicts: Verdict[] = [];
  for await (const verdict of mineSource({ mirrors, apiOf }, resolveMineConfig(input)))
    verdicts.push(verdict);
  return verdicts;
}

import { type GitHubAccess, readGitHubAccess } from '@evoline/clients/github/github-access';
import { z } from 'zod';
import { UsageError } from '../io.ts';

const optional = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional();

const MiningVariables = z.object({
  GITHUB_API_URL: optional,
  DEMO_WORLD_URL: optional,
});

/** What mining in this process reads from the environment. */
export interface MiningEnv {
  readonly githubApiUrl: string;
  /** Secret: kept in memory, never shown. */
  readonly github: GitHubAccess;
  readonly demoWorldUrl: string | undefined;
  /** The whole environment, of which git is given where to find itself, and proxies. Secret. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

export function readMiningEnv(env: NodeJS.ProcessEnv = process.env): MiningEnv {
  const read = MiningVariables.parse(env);
  return {
    githubApiUrl: read.GITHUB_API_URL ?? 'https://api.github.com',
    github: githubAccess(env),
    demoWorldUrl: read.DEMO_WORLD_URL,
    inherited: env,
  };
}

/** @throws UsageError naming the variable that is wrong */
function githubAccess(env: NodeJS.ProcessEnv): GitHubAccess {
  try {
    return readGitHubAccess(env);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

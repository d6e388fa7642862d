import { z } from 'zod';

const optional = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional();

const MiningVariables = z.object({
  GITHUB_API_URL: optional,
  GITHUB_TOKENS: optional,
  DEMO_WORLD_URL: optional,
});

/** What mining in this process reads from the environment. */
export interface MiningEnv {
  readonly githubApiUrl: string;
  /** Secret: kept in memory, never shown. */
  readonly githubTokens: readonly string[];
  readonly demoWorldUrl: string | undefined;
  /** The whole environment, of which git is given where to find itself, and proxies. Secret. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

export function readMiningEnv(env: NodeJS.ProcessEnv = process.env): MiningEnv {
  const read = MiningVariables.parse(env);
  return {
    githubApiUrl: read.GITHUB_API_URL ?? 'https://api.github.com',
    githubTokens: (read.GITHUB_TOKENS ?? '').split(',').flatMap((token) => token.trim() || []),
    demoWorldUrl: read.DEMO_WORLD_URL,
    inherited: env,
  };
}

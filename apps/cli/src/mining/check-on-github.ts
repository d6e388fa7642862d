import { type GitHubClient, RateLimited } from '@evoline/clients/github/github-client';
import { OctokitClient } from '@evoline/clients/github/octokit-client';
import { TokenPool } from '@evoline/clients/github/token-pool';
import { EvolineFailure } from '@evoline/contract/failures';
import { parseSourceLocator } from '@evoline/domain/mine/source-locator';
import type { MiningEnv } from './env.ts';

/**
 * Asks GitHub for each repository that is named in full, with a token 50 for a point, and says of those that
 * cannot be mined why. Patterns and other sources are asked for by nobody.
 *
 * @throws EvolineFailure of the boundary github
 */
export async function checkOnGitHub(
  { githubApiUrl: apiUrl, github }: MiningEnv,
  sources: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { tokens, app } = github;
  const pool = new TokenPool({ apiUrl, tokens, app: app ?? undefined });
  const client = new OctokitClient({}, pool);
  const names = new Map<string, string>();
  for (const source of sources.filter((one) => /^github:[^*]+$/.test(one))) {
    const parsed = parseSourceLocator(source);
    if (parsed.kind === 'github') names.set(source, `${parsed.owner}/${parsed.name}`);
  }
  const all = [...names.values()];
  try {
    const found = pool.hasTokens ? await countAll(client, all) : await findEach(client, all);
    const entries = [...names].map(([source, name]) => [source, found.get(name) ?? null] as const);
    return new Map(entries.flatMap(([source, why]) => (why === null ? [] : [[source, why]])));
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    const message = `${error.message}; nothing was added. Leave --check off, or come back then`;
    throw new EvolineFailure('github_limited', message, { cause: error });
  }
}

/** null: it can be mined. */
type Reasons = ReadonlyMap<string, string | null>;

const isMissing = 'there is no such repository on GitHub, or it is private';

async function countAll(client: GitHubClient, names: readonly string[]): Promise<Reasons> {
  const counts = await client.countPullRequests(names);
  return new Map(
    names.map((name) => {
      const count = counts.get(name) ?? null;
      if (count === null) return [name, isMissing];
      return [name, count.merged === 0 ? 'it has no merged pull request' : null];
    }),
  );
}

async function findEach(client: GitHubClient, names: readonly string[]): Promise<Reasons> {
  const reasons = new Map<string, string | null>();
  for (const name of names) reasons.set(name, await findOne(client, name));
  return reasons;
}

async function findOne(client: GitHubClient, fullName: string): Promise<string | null> {
  const [owner = '', name = ''] = fullName.split('/');
  try {
    await client.repository(owner, name);
    return null;
  } catch (error) {
    if (error instanceof EvolineFailure && error.code === 'source_gone') return isMissing;
    throw error;
  }
}

import type { PullRequestCount } from '@evoline/clients/github/count-pull-requests';
import { RateLimited } from '@evoline/clients/github/github-client';
import type { TokenPool } from '@evoline/clients/github/token-pool';
import { EvolineFailure } from '@evoline/contract/failures';
import type { QuotaPlan } from '@evoline/contract/quota-plan';
import type { Database } from '@evoline/db/open-database';
import { listedSources } from '@evoline/db/queries/listed-sources';
import { runById } from '@evoline/db/queries/runs';
import { seenCounts } from '@evoline/db/queries/seen-counts';
import { datedSource } from '@evoline/domain/mine/night/dated-source';
import { quotaLines, type RepositoryLoad, usualAllowance } from '@evoline/domain/mine/quota-plan';
import {
  demoOrganisation,
  matchesName,
  parseSourceLocator,
  type Source,
} from '@evoline/domain/mine/source-locator';
import { withPulse } from '../pulse.ts';
import type { MiningContext } from './counting-quota.ts';
import type { MineDeps } from './mine-deps.ts';
import { type ApiHost, apiOn, poolOf, renewNothing } from './mine-run.ts';

/**
 * Counts the pull requests of a run's sources and reckons what mining them costs. A plan is worth a few
 * points and no failure: where it cannot be made, it says why.
 */
export async function planQuota(
  deps: MineDeps,
  { runId }: { readonly runId: string },
  context: MiningContext,
): Promise<QuotaPlan> {
  return await withPulse(context, renewNothing, async () => {
    const { sources, limit } = await wishOf(deps.database, runId);
    const lines: string[] = [];
    for (const host of ['github', 'demo'] as const) {
      const own = sources.filter((source) => source.kind === host);
      if (own.length > 0)
        lines.push(...(await linesOf(deps, { host, sources: own, limit }, context)));
    }
    if (sources.some((source) => source.kind === 'archive')) lines.push(ofArchive);
    return { lines };
  });
}

const ofArchive =
  'What an archive names is known when its hours have been read: then a request for each repository, and a point for 25 pull requests and for 25 issues.';

interface Wish {
  readonly sources: readonly Source[];
  readonly limit: number | null;
}

async function wishOf(database: Database, runId: string): Promise<Wish> {
  const { config } = await runById(database, runId);
  if (config?.workflow === 'minePullRequests') {
    const { source, limit } = config.config;
    return { sources: [parseSourceLocator(source)], limit };
  }
  if (config?.workflow !== 'mineNightly') return { sources: [], limit: null };
  const { sources: told, limit, nominalTime } = config.config;
  const sources = told ?? (await takingPart(database));
  return {
    sources: sources.map((one) => parseSourceLocator(datedSource(one, nominalTime))),
    limit,
  };
}

/** Sources of the repository list that are not in quarantine. */
async function takingPart(database: Database): Promise<string[]> {
  const listed = await listedSources(database);
  return listed.filter((row) => row.quarantinedAt === null).map(({ source }) => source);
}

interface HostWish extends Wish {
  readonly host: ApiHost;
}

async function linesOf(deps: MineDeps, wish: HostWish, context: MiningContext): Promise<string[]> {
  try {
    return await reckon(deps, wish, context);
  } catch (error) {
    if (error instanceof RateLimited) return [`${error.message}; the quota was not reckoned.`];
    if (error instanceof EvolineFailure) return [`The quota was not reckoned: ${error.message}`];
    throw error;
  }
}

async function reckon(
  deps: MineDeps,
  { host, sources, limit }: HostWish,
  context: MiningContext,
): Promise<string[]> {
  const pool = poolOf(deps, host);
  if (!pool.hasTokens) return [withoutTokens];
  const api = apiOn(deps, host, context, 'plan');
  const names: string[] = [];
  for (const source of sources) names.push(...(await namesOf(api, source)));
  const counts = await api.countPullRequests(names);
  const seen = await seenCounts(deps.database, host, names);
  const loads: RepositoryLoad[] = [];
  for (const [name, count] of counts) {
    if (count !== null) loads.push(loadOf(count, seen.get(name) ?? 0, limit));
  }
  const missing = names.filter((name) => counts.get(name) === null);
  return quotaLines({ loads, missing, tokens: await allowancesOf(pool) });
}

const withoutTokens =
  'No token: GitHub answers 60 requests an hour, and every merged pull request takes one; set GITHUB_TOKENS.';

async function namesOf(api: ReturnType<typeof apiOn>, source: Source): Promise<readonly string[]> {
  if (source.kind === 'git' || source.kind === 'archive') return [];
  if (source.kind === 'github' && !source.name.includes('*'))
    return [`${source.owner}/${source.name}`];
  const owner = source.kind === 'demo' ? demoOrganisation : source.owner;
  const pattern = source.kind === 'demo' ? source.pattern : source.name;
  const all = (await api.repositoriesOf(owner)).map(({ fullName }) => fullName);
  return all.filter((name) => matchesName(pattern, name.slice(name.indexOf('/') + 1)));
}

/** A limited run asks for the newest again, whatever is known of them. */
function loadOf(count: PullRequestCount, known: number, limit: number | null): RepositoryLoad {
  if (limit === null) return { ...count, known };
  const all = Math.min(limit, count.all);
  return { all, merged: Math.min(all, count.merged), known: 0 };
}

async function allowancesOf(pool: TokenPool) {
  return (await pool.standings()).map(({ core, graphql }) => ({
    core: core?.limit ?? usualAllowance.core,
    graphql: graphql?.limit ?? usualAllowance.graphql,
  }));
}

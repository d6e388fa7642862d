/** A repository that a plan is made for. */
export interface RepositoryLoad {
  /** Pull requests, and how many of them were merged. */
  readonly all: number;
  readonly merged: number;
  /** How many were dealt with before. */
  readonly known: number;
}

/** Requests and points that a token has an hour. */
export interface TokenAllowance {
  readonly core: number;
  readonly graphql: number;
}

/** GitHub Docs, "Rate limits": a user's token. */
export const usualAllowance: TokenAllowance = { core: 5000, graphql: 5000 };

/** What mining costs; a test holds the points against GitHub's own arithmetic. */
export const quotaAssumptions = {
  rowsPerPage: 100,
  /** Of opening a repository: itself, and one list that may be empty. */
  requestsPerRepository: 2,
  pullRequestsPerQuery: 25,
  pointsPerQuery: 1,
  issuesPerMerged: 1,
  issuesPerQuery: 25,
  pointsPerIssueQuery: 1,
} as const;

export interface QuotaCost {
  readonly core: number;
  readonly graphql: number;
}

/** What the pull requests of a repository that were not dealt with yet cost. */
export function quotaCost({ all, merged, known }: RepositoryLoad): QuotaCost {
  const of = quotaAssumptions;
  const fresh = Math.max(0, all - known);
  const hydrated = all === 0 ? 0 : Math.ceil((merged * fresh) / all);
  const queries = Math.ceil(hydrated / of.pullRequestsPerQuery);
  const issueQueries = Math.ceil((hydrated * of.issuesPerMerged) / of.issuesPerQuery);
  return {
    core: of.requestsPerRepository + Math.ceil(fresh / of.rowsPerPage),
    graphql: queries * of.pointsPerQuery + issueQueries * of.pointsPerIssueQuery,
  };
}

/**
 * Hours of quota when every repository keeps to one token, the heaviest first to the token that has least to
 * do: the time of the busiest token. One token does not help another with a repository.
 */
export function quotaHours(costs: readonly QuotaCost[], tokens: readonly TokenAllowance[]): number {
  const hoursOn = ({ core, graphql }: QuotaCost, token: TokenAllowance): number =>
    Math.max(core / token.core, graphql / token.graphql);
  const loads = tokens.map((token) => ({ token, core: 0, graphql: 0 }));
  const heaviestFirst = costs.toSorted(
    (a, b) => hoursOn(b, usualAllowance) - hoursOn(a, usualAllowance),
  );
  for (const cost of heaviestFirst) {
    const [least] = loads.toSorted((a, b) => hoursOn(a, a.token) - hoursOn(b, b.token));
    if (least === undefined) continue;
    least.core += cost.core;
    least.graphql += cost.graphql;
  }
  return Math.max(0, ...loads.map((load) => hoursOn(load, load.token)));
}

export interface PlannedQuota {
  readonly loads: readonly RepositoryLoad[];
  /** Sources whose repositories are not there. */
  readonly missing: readonly string[];
  /** Empty: nobody has a token. */
  readonly tokens: readonly TokenAllowance[];
}

/**
 * The arithmetic for people, such as `200 repositories, about 41,000 pull requests, 1 token: 9 h; 3 tokens:
 * 3 h`, and what it assumes.
 */
export function quotaLines({ loads, missing, tokens }: PlannedQuota): string[] {
  const costs = loads.map(quotaCost);
  const sum = (of: (load: RepositoryLoad) => number) =>
    loads.reduce((all, load) => all + of(load), 0);
  const all = sum((load) => load.all);
  const known = sum((load) => Math.min(load.known, load.all));
  const what = `${counted(loads.length, 'repository', 'repositories')}, about ${counted(all - known, 'pull request')}`;
  const before = known === 0 ? '' : ` (${grouped(known)} more were dealt with before)`;
  const times = allowances(tokens).map((some) => {
    return `${counted(some.length, 'token')}: ${duration(quotaHours(costs, some))}`;
  });
  const gone =
    missing.length === 0 ? [] : [`Not there, or private: ${missing.slice(0, 10).join(', ')}.`];
  return [`${what}${before}, ${times.join('; ')} of GitHub's quota.`, assumptions(tokens), ...gone];
}

/** What there is, and beside it what three tokens or one would do. */
function allowances(tokens: readonly TokenAllowance[]): (readonly TokenAllowance[])[] {
  const [first = usualAllowance] = tokens;
  return tokens.length > 1 ? [tokens, [first]] : [[first], [first, first, first]];
}

function assumptions(tokens: readonly TokenAllowance[]): string {
  const [{ core, graphql } = usualAllowance] = tokens;
  const of = quotaAssumptions;
  return [
    `Reckoned with ${grouped(core)} requests and ${grouped(graphql)} points an hour and token`,
    `${of.rowsPerPage} pull requests a request`,
    `${of.pullRequestsPerQuery} merged ones a query of ${of.pointsPerQuery} point`,
    `${of.issuesPerQuery} issues a query of ${of.pointsPerIssueQuery} point, ${of.issuesPerMerged} for each of them`,
    'each repository on one token; updates of old pull requests come on top.',
  ].join('; ');
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** 41000 as 41,000. */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

function duration(hours: number): string {
  if (hours <= 1 / 60) return 'under a minute';
  if (hours < 1) return `${Math.ceil(hours * 60)} min`;
  return hours < 72 ? `${Math.ceil(hours)} h` : `${Math.ceil(hours / 24)} days`;
}

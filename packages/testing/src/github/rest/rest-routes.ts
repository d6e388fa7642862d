import { Hono, type Context } from 'hono';
import { apiError, blockedRepository, notFound } from '../api-errors.ts';
import type { GitHubHost, Lookup } from '../github-host.ts';
import type { HostedRepository, IssueView, PullView } from '../hosted-repository.ts';
import { issueEvents, pullEvents } from '../timeline-events.ts';
import { listIssues } from './list-issues.ts';
import { listPulls } from './list-pulls.ts';
import { comparedPull, comparison } from './comparison.ts';
import { diffAnswer, diffMediaType } from './diff-answer.ts';
import { paginate } from './pagination.ts';
import { issueShape, pullAsIssueShape } from './issue-shapes.ts';
import { pullShape, singlePullShape } from './pull-shapes.ts';
import type { HostAddress } from './account-shape.ts';
import { ownerShape } from './owner-shape.ts';
import { commitShape, fileShape, repositoryShape } from './rest-shapes.ts';
import { timelineShape } from './rest-timeline.ts';

/** Most rows that GitHub ever lists (GitHub Docs, "REST API endpoints for pull requests"). */
const caps = { files: 3000, commits: 250 } as const;

interface Route {
  readonly repository: HostedRepository;
  readonly url: URL;
  readonly address: HostAddress;
  readonly horizon: string | null;
  readonly number: number;
  readonly basehead: string;
  readonly accept: string;
}

/**
 * The REST routes of GitHub's published description that mining uses. Every repository route also answers
 * under `/repositories/<id>`, where renames and page links lead.
 */
export function restRoutes(host: GitHubHost): Hono {
  const app = new Hono();
  app.get('/users/:owner', (c) => showOwner(host, c));
  app.get('/orgs/:owner/repos', (c) => listRepositories(host, c, 'Organization'));
  app.get('/users/:owner/repos', (c) => listRepositories(host, c, null));
  for (const [path, answer] of Object.entries(repositoryRoutes)) {
    app.get(`/repos/:owner/:name${path}`, (c) =>
      onRepository(
        host,
        c,
        host.find(c.req.param('owner') ?? '', c.req.param('name') ?? ''),
        answer,
      ),
    );
    app.get(`/repositories/:id${path}`, (c) =>
      onRepository(host, c, host.findById(Number(c.req.param('id'))), answer),
    );
  }
  return app;
}

type Answer = (host: GitHubHost, route: Route) => Response | Promise<Response>;

const repositoryRoutes: Record<string, Answer> = {
  '': (_, { repository, address }) => Response.json(repositoryShape(repository, address)),
  '/pulls': (_, route) =>
    listed(route, listPulls(route.repository, route.url, route.horizon), (pull) =>
      pullShape(route.repository, pull, route.address),
    ),
  '/pulls/:number': (_, route) =>
    withPull(route, (pull) =>
      route.accept.includes(diffMediaType)
        ? diffAnswer(route.repository, pull)
        : Response.json(singlePullShape(route.repository, pull, route.address)),
    ),
  '/pulls/:number/files': (_, route) =>
    withPull(route, ({ number, head }) => {
      const files = route.repository.contents.files.get(number) ?? [];
      const shape = (file: (typeof files)[number]) =>
        fileShape(route.repository, file, head.sha, route.address);
      return listed(route, files, shape, caps.files);
    }),
  '/pulls/:number/commits': (_, route) =>
    withPull(route, ({ number }) => {
      const commits = route.repository.contents.commits.get(number) ?? [];
      const shape = (commit: (typeof commits)[number]) =>
        commitShape(route.repository, commit, route.address);
      return listed(route, commits, shape, caps.commits);
    }),
  '/compare/:basehead': (_, { repository, basehead, horizon, url, address }) => {
    const pull = comparedPull(repository, basehead, horizon);
    if (pull === undefined) return notFound();
    return Response.json(comparison(repository, pull, url, address));
  },
  '/issues': (_, route) =>
    listed(route, listIssues(route.repository, route.url, route.horizon), (found) =>
      issueOrPullShape(route, found),
    ),
  '/issues/:number': (_, route) =>
    withIssueOrPull(route, (found) => Response.json(issueOrPullShape(route, found))),
  '/issues/:number/timeline': (host, route) =>
    withIssueOrPull(route, ({ issue, pull }) => {
      const { repository, horizon, address } = route;
      const events =
        issue === undefined
          ? pullEvents(repository, pull)
          : issueEvents(repository, issue, horizon);
      return listed(route, events, (event) => timelineShape(host, repository, event, address));
    }),
};

function onRepository(
  host: GitHubHost,
  c: Context,
  lookup: Lookup,
  answer: Answer,
): Response | Promise<Response> {
  if (lookup.kind === 'missing') return notFound();
  if (lookup.kind === 'blocked') return blockedRepository();
  const { repository } = lookup;
  const url = new URL(c.req.url);
  if (lookup.kind === 'moved') return movedPermanently(url, repository);
  const number = Number(c.req.param('number') ?? 0);
  const horizon = host.clock.horizon();
  const accept = c.req.header('accept') ?? '';
  const basehead = c.req.param('basehead') ?? '';
  const address = url.origin;
  return answer(host, { repository, url, address, horizon, number, basehead, accept });
}

/** A renamed repository answers under its id, whatever it is called. */
function movedPermanently(url: URL, repository: HostedRepository): Response {
  const rest = url.pathname.split('/').slice(4).join('/');
  const target = `${url.origin}/repositories/${repository.id}${rest === '' ? '' : `/${rest}`}${url.search}`;
  const more = { url: target };
  return apiError(301, 'Moved Permanently', { headers: { location: target }, more });
}

function listed<T>(
  { url, repository }: Pick<Route, 'url' | 'repository'>,
  items: readonly T[],
  shape: (item: T) => object,
  cap?: number,
): Response {
  // as on GitHub, page links go by the repository's id
  const here = new URL(url);
  here.pathname = here.pathname.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repository.id}`);
  const page = paginate(items, here, cap);
  const headers = page.link === null ? {} : { link: page.link };
  return Response.json(page.items.map(shape), { headers });
}

function withPull(
  { repository, number, horizon }: Route,
  answer: (pull: PullView) => Response | Promise<Response>,
): Response | Promise<Response> {
  const pull = repository.pull(number, horizon);
  return pull === undefined ? notFound() : answer(pull);
}

type IssueOrPull =
  | { readonly issue: IssueView; readonly pull?: undefined }
  | { readonly issue?: undefined; readonly pull: PullView };

function withIssueOrPull(
  { repository, number, horizon }: Route,
  answer: (found: IssueOrPull) => Response,
): Response {
  const issue = repository.issue(number, horizon);
  if (issue !== undefined) return answer({ issue });
  const pull = repository.pull(number, horizon);
  return pull === undefined ? notFound() : answer({ pull });
}

function issueOrPullShape({ repository, address }: Route, { issue, pull }: IssueOrPull): object {
  return issue === undefined
    ? pullAsIssueShape(repository, pull, address)
    : issueShape(repository, issue, address);
}

function listRepositories(host: GitHubHost, c: Context, type: string | null): Response {
  const owner = (c.req.param('owner') ?? '').toLowerCase();
  const all = host.repositories().filter((one) => one.owner.toLowerCase() === owner);
  const found = all.filter(({ contents }) => type === null || contents.file.owner.type === type);
  if (found.length === 0) return notFound();
  const url = new URL(c.req.url);
  const page = paginate(
    found.filter((one) => one.blocked === null),
    url,
  );
  const headers = page.link === null ? {} : { link: page.link };
  return Response.json(
    page.items.map((one) => repositoryShape(one, url.origin)),
    { headers },
  );
}

/** An account that has repositories here; of others the double knows nothing. */
function showOwner(host: GitHubHost, c: Context): Response {
  const login = (c.req.param('owner') ?? '').toLowerCase();
  const own = host.repositories().filter((one) => one.owner.toLowerCase() === login);
  const [first] = own;
  if (first === undefined) return notFound();
  const account = { ...first.contents.file.owner, login: first.owner };
  return Response.json(ownerShape(account, own.length, new URL(c.req.url).origin));
}

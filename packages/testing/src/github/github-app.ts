import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context, type Next } from 'hono';
import { sufferFault } from '../http/connection-fault.ts';
import { costOf } from './accounting.ts';
import { adminRoutes } from './admin-routes.ts';
import {
  apiError,
  blockedRepository,
  notFound,
  primaryLimit,
  secondaryLimit,
} from './api-errors.ts';
import { appRoutes } from './app-routes.ts';
import { checkedAnswer } from './checked-answer.ts';
import type { DoubleState } from './double-state.ts';
import { serveGit } from './git-backend.ts';
import type { GitHubFaultAnswer } from './github-fault.ts';
import { answerGraphql } from './graphql-endpoint.ts';
import { quotaHeaders } from './quota.ts';
import { answerRest } from './rest-endpoint.ts';
import { restRoutes } from './rest/rest-routes.ts';

interface Env {
  readonly Bindings: HttpBindings;
  readonly Variables: { fault: GitHubFaultAnswer | null };
}

/** The whole double: `/_double` for tests, then faults, git, GraphQL and REST, as one host. */
export function githubApp(state: DoubleState): Hono<Env> {
  const app = new Hono<Env>();
  const routes = restRoutes(state.host);
  routes.notFound(() => notFound());
  app.route('/_double', adminRoutes(state));
  app.use((c, next) => record(state, c, next));
  app.use((c, next) => misbehave(state, c, next));
  if (state.app !== null) app.route('/app', appRoutes(state.app));
  app.all('/:owner/:name{[^/]+\\.git}/*', (c) => answerGit(state, c));
  app.post('/graphql', (c) => answerGraphql(state, c.req.raw, c.get('fault')));
  app.get('*', async (c) => {
    const response = await answerRest(state, routes, c.req.raw);
    return state.check === null ? response : checkedAnswer(state.check, c.req.raw, response);
  });
  app.notFound(() => notFound());
  app.onError((error) => apiError(500, `the GitHub double failed: ${error.message}`));
  return app;
}

/** Answers bear the double's time (RFC 9110, `Date`), and those of GitHub's API versions are known. */
async function record(
  state: DoubleState,
  c: Context<Env>,
  next: Next,
): Promise<Response | undefined> {
  const { clock } = state.host;
  clock.tick();
  const version = c.req.header('x-github-api-version');
  if (version !== undefined && !apiVersions.includes(version))
    return apiError(400, `The API version ${version} is not supported`);
  await next();
  if (c.res.status !== 0) c.res.headers.set('date', clock.now().toUTCString());
  const { pathname, search } = new URL(c.req.url);
  state.requests.push({
    method: c.req.method,
    path: `${pathname}${search}`,
    status: c.res.status,
    authorized: c.req.header('authorization') !== undefined,
    cost: costOf(c.req.raw),
  });
  return undefined;
}

/** GitHub Docs, "API Versions". */
const apiVersions = ['2022-11-28', '2026-03-10'];

async function misbehave(
  state: DoubleState,
  c: Context<Env>,
  next: Next,
): Promise<Response | undefined> {
  const fault = state.faults.take(c.req.path);
  c.set('fault', fault);
  if (fault?.kind === 'primaryLimit') return exhausted(state, c, fault);
  if (fault?.kind === 'secondaryLimit')
    return secondaryLimit(fault.retryAfterSeconds ?? null, fault.status);
  if (fault?.kind === 'echoToken') return echoed(state, c, fault.status);
  return sufferFault(c, next, fault, (status, message = 'Server Error') =>
    apiError(status, message),
  );
}

type Exhaustion = Extract<GitHubFaultAnswer, { kind: 'primaryLimit' }>;

function exhausted(state: DoubleState, c: Context<Env>, fault: Exhaustion): Response {
  const access = state.access(c.req.raw);
  const token = access === 'bad' ? null : access.token;
  const graphql = c.req.path === '/graphql';
  const resource = graphql ? 'graphql' : 'core';
  state.quota.leave(token, resource, 0, fault.resetInSeconds);
  const headers = quotaHeaders(state.quota.standing(token, resource));
  return primaryLimit(graphql ? 'graphql' : 'rest', headers, fault.status);
}

/** As a careless proxy would answer. */
function echoed(state: DoubleState, c: Context<Env>, status: number): Response {
  const access = state.access(c.req.raw);
  const token = access === 'bad' ? null : access.token;
  const message = `refused: authorization ${c.req.header('authorization')}, token ${token}`;
  if (status < 300) return Response.json({ errors: [{ type: 'FORBIDDEN', message }] });
  const location = `/nowhere?access_token=${encodeURIComponent(token ?? '')}`;
  return apiError(status, message, { headers: status < 400 ? { location } : {} });
}

async function answerGit(state: DoubleState, c: Context<Env>): Promise<Response> {
  const owner = c.req.param('owner') ?? '';
  const name = (c.req.param('name') ?? '').replace(/\.git$/, '');
  const found = state.host.find(owner, name);
  if (found.kind === 'missing') return notFound();
  if (found.kind === 'blocked') return blockedRepository();
  const url = new URL(c.req.url);
  const path = url.pathname.split('/').slice(3).join('/');
  if (found.kind === 'moved')
    return c.redirect(`/${found.repository.fullName}.git/${path}${url.search}`, 301);
  const clone = await found.repository.contents.git();
  return clone === null ? notFound() : serveGit(clone.folder, `/${path}`, c.req.raw);
}

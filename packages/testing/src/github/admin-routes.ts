import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { z } from 'zod';
import { orderRoute } from '../http/order-route.ts';
import type { DoubleState } from './double-state.ts';
import { isoSeconds } from './double-clock.ts';
import { GitHubFault } from './github-fault.ts';

const ClockOrder = z.union([
  z.strictObject({ at: z.iso.datetime().nullable() }),
  z.strictObject({ advanceSeconds: z.number().positive() }),
  z.strictObject({ secondsPerRequest: z.number().nonnegative() }),
]);
const RepositoryOrder = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('rename'), repository: z.string(), name: z.string() }),
  z.strictObject({ action: z.literal('transfer'), repository: z.string(), owner: z.string() }),
  z.strictObject({ action: z.literal('remove'), repository: z.string() }),
  z.strictObject({ action: z.literal('block'), repository: z.string() }),
]);
const EditOrder = z.strictObject({
  repository: z.string(),
  number: z.int().positive(),
  title: z.string().optional(),
  body: z.string().optional(),
  at: z.iso.datetime().optional(),
});
const TokenOrder = z.strictObject({ revoke: z.string() });
const QuotaOrder = z.strictObject({
  token: z.string().nullable(),
  resource: z.enum(['core', 'graphql']),
  remaining: z.int().nonnegative(),
  resetInSeconds: z.int().positive().optional(),
});

/**
 * What a test may do to the double, under `/_double`: a path that GitHub does not have, answered to the
 * loopback interface only. Bodies are strict JSON; a wrong one is 400 and names the field.
 */
export function adminRoutes(state: DoubleState): Hono {
  const app = new Hono();
  const { host } = state;
  app.use(async (c, next) => {
    const { address = '' } = getConnInfo(c).remote;
    if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address)) return c.notFound();
    await next();
    return undefined;
  });
  orderRoute(app, '/faults', GitHubFault, (fault) => state.faults.plan(fault));
  app.delete('/faults', (c) => {
    state.faults.clear();
    return c.json({ done: true });
  });
  orderRoute(app, '/clock', ClockOrder, (wish) => {
    if ('advanceSeconds' in wish) host.clock.advance(wish.advanceSeconds);
    else if ('secondsPerRequest' in wish) host.clock.perRequest(wish.secondsPerRequest);
    else host.clock.set(wish.at === null ? null : new Date(wish.at));
  });
  orderRoute(app, '/repositories', RepositoryOrder, (wish) => {
    if (wish.action === 'rename') host.rename(wish.repository, wish.name);
    else if (wish.action === 'transfer') host.transfer(wish.repository, wish.owner);
    else host[wish.action](wish.repository);
  });
  orderRoute(app, '/edits', EditOrder, ({ repository, at, ...edit }) => {
    const time = at === undefined ? host.clock.now() : new Date(at);
    host.repository(repository).edit({ ...edit, at: isoSeconds(time) });
  });
  orderRoute(app, '/quota', QuotaOrder, ({ token, resource, remaining, resetInSeconds }) =>
    state.quota.leave(token, resource, remaining, resetInSeconds),
  );
  orderRoute(app, '/tokens', TokenOrder, ({ revoke }) => state.revoke(revoke));
  app.get('/requests', (c) => c.json(state.requests));
  return app;
}

import { Hono } from 'hono';
import { apiError, notFound } from './api-errors.ts';
import type { DoubleApp } from './double-app.ts';
import type { PartialSchema } from './rest/partial-schema.ts';

/** What an app asks with its own web token ("REST API endpoints for GitHub Apps"). No quota counts it. */
export function appRoutes(app: DoubleApp): Hono {
  const routes = new Hono();
  routes.use(async (c, next) => {
    const jwt = /^bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (jwt === undefined || !app.accepts(jwt))
      return apiError(401, 'A JSON web token could not be decoded');
    await next();
    return undefined;
  });
  routes.get('/installations', (c) => c.json(app.installations.map((id) => installation(app, id))));
  routes.post('/installations/:id/access_tokens', (c) => {
    const id = Number(c.req.param('id'));
    if (!app.installations.includes(id)) return notFound();
    if (app.isSuspended(id)) return apiError(403, 'This installation has been suspended');
    const answer: PartialSchema<'installation-token'> = {
      ...app.giveToken(id),
      permissions: { metadata: 'read', pull_requests: 'read', issues: 'read' },
      repository_selection: 'selected',
    };
    return c.json(answer, 201);
  });
  return routes;
}

function installation(app: DoubleApp, id: number): PartialSchema<'installation'> {
  const suspended = '2024-01-01T00:00:00Z';
  return { id, suspended_at: app.isSuspended(id) ? suspended : null };
}

import { Hono } from 'hono';
import { z } from 'zod';
import { engineError, unknownModel } from './engine-errors.ts';
import type { EngineState, ServedModel } from './engine-state.ts';
import { withBody } from './vllm-routes.ts';

const LoadPolicy = z.strictObject({
  name: z.string().min(1),
  path: z.string().min(1),
  weights_digest: z.string().regex(/^[0-9a-f]{64}$/),
});
const UnloadPolicy = z.strictObject({ name: z.string().min(1) });

/** The routes of packages/policy that vLLM does not have. The double believes the digest it is told. */
export function evolineRoutes(state: EngineState): Hono {
  const app = new Hono();
  app.get('/policies', (c) => c.json(state.served().map(described)));
  app.post('/load_policy', (c) =>
    withBody(c, LoadPolicy, ({ name, path, weights_digest: weightsDigest }) => {
      const present = state.find(name);
      if (present !== undefined && present.weightsDigest !== weightsDigest)
        return engineError(
          409,
          `\`${name}\` means weights ${present.weightsDigest}, not ${weightsDigest}.`,
        );
      const model = { name, path, weightsDigest, parent: null };
      state.serve(model);
      return Response.json(described(model));
    }),
  );
  app.post('/unload_policy', (c) =>
    withBody(c, UnloadPolicy, ({ name }) => {
      if (state.find(name) === undefined) return unknownModel(name);
      state.unload(name);
      return Response.json({ name });
    }),
  );
  return app;
}

function described({ name, path, weightsDigest }: ServedModel): object {
  return { name, path, weights_digest: weightsDigest };
}

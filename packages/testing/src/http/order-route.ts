import type { Hono } from 'hono';
import { z } from 'zod';

/**
 * `POST path`: an order from a test, as strict JSON. A wrong one is 400 and names the field; one that
 * cannot be carried out is 400 with the reason.
 */
export function orderRoute<T>(
  app: Hono,
  path: string,
  shape: z.ZodType<T>,
  obey: (order: T) => void,
): void {
  app.post(path, async (c) => {
    const order = shape.safeParse(await c.req.json().catch(() => null));
    if (!order.success) return c.json({ error: z.prettifyError(order.error) }, 400);
    try {
      obey(order.data);
      return c.json({ done: true });
    } catch (error) {
      return c.json({ error: error instanceof Error ? error.message : String(error) }, 400);
    }
  });
}

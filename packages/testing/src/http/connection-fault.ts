import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import type { Context, Next } from 'hono';
import { z } from 'zod';
import { cutConnection, hang } from './spoil-connection.ts';

/** What can go wrong with any HTTP server, whatever it serves. */
export const connectionFaults = [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    message: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('delay'), milliseconds: z.int().positive() }),
  z.strictObject({ kind: z.literal('hang') }),
  z.strictObject({ kind: z.literal('cut'), afterBytes: z.int().nonnegative().optional() }),
  z.strictObject({ kind: z.literal('garbage') }).describe('200 with a body that is no JSON'),
] as const;
export type ConnectionFault = z.infer<(typeof connectionFaults)[number]>;

/** A fault as a test orders it: which answer, on what path, when and how often. */
export function faultOrder<Answer extends z.ZodType>(answer: Answer) {
  return z.strictObject({
    path: z.string().optional().describe('a regular expression over the path'),
    skip: z.int().nonnegative().optional(),
    times: z.int().positive().nullable().optional().describe('null: for ever'),
    answer,
  });
}

interface OnNode {
  readonly Bindings: HttpBindings;
}

/**
 * Lets the fault happen, as a Hono middleware does: an answer, or undefined when the request has gone on.
 * Faults of other kinds change nothing here. `refuse` writes an error in the server's own shape.
 */
export async function sufferFault<Env extends OnNode>(
  c: Context<Env>,
  next: Next,
  fault: ConnectionFault | { readonly kind: string } | null,
  refuse: (status: number, message: string | undefined) => Response,
): Promise<Response | undefined> {
  if (fault !== null && isConnectionFault(fault))
    switch (fault.kind) {
      case 'status':
        return refuse(fault.status, fault.message);
      case 'hang':
        return hang(c.env);
      case 'garbage':
        return new Response('<html>502</html>', { headers: { 'content-type': 'text/html' } });
      case 'cut':
        if (fault.afterBytes === undefined) return cutConnection(c.env);
        return cutInTheMiddle(c, next, fault.afterBytes);
      case 'delay':
        await sleep(fault.milliseconds);
    }
  await next();
  return undefined;
}

function isConnectionFault(fault: { readonly kind: string }): fault is ConnectionFault {
  return connectionFaults.some((shape) => shape.shape.kind.value === fault.kind);
}

async function cutInTheMiddle<Env extends OnNode>(
  c: Context<Env>,
  next: Next,
  afterBytes: number,
): Promise<undefined> {
  await next();
  const response = c.res;
  // Hono keeps an answer that is there, unless it is taken away first
  c.res = undefined;
  c.res = await cutConnection(c.env, { afterBytes, response });
}

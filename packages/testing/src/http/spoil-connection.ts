import { once } from 'node:events';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** Answers nothing for as long as the client waits. */
export async function hang({ outgoing }: HttpBindings): Promise<Response> {
  if (!outgoing.destroyed) await once(outgoing, 'close');
  return RESPONSE_ALREADY_SENT;
}

/** Closes the connection: at once, or after the head and so many bytes of a body that was promised longer. */
export async function cutConnection(
  { outgoing }: HttpBindings,
  { afterBytes = 0, response }: { afterBytes?: number; response?: Response } = {},
): Promise<Response> {
  if (afterBytes > 0 && response !== undefined) {
    const body = Buffer.from(await response.arrayBuffer());
    const headers = Object.fromEntries(response.headers);
    outgoing.writeHead(response.status, { ...headers, 'content-length': body.length + 1 });
    await new Promise((written) => outgoing.write(body.subarray(0, afterBytes), written));
  }
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';

/** A double that listens on the loopback interface. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Ends at once, with every open connection. */
  close(): Promise<void>;
}

type Handler = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** Serves `handler` on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. */
export async function serveLoopback(handler: Handler, port = 0): Promise<LoopbackServer> {
  const server = createAdaptorServer({
    fetch: (request, env) => handler(request, env as HttpBindings),
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

declare module 'vitest' {
  export interface ProvidedContext {
    planted: Planted;
  }
}

/** A token in the workers' environment, and where the GitHub is that they will ask with it. */
export interface Planted {
  readonly token: string;
  /** On the loopback interface; a test starts its double there. */
  readonly port: number;
}

export async function plantToken(): Promise<Planted> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  // of no kind that a filter for secrets would know
  return { token: `planted${randomBytes(24).toString('hex')}`, port };
}

/** Everything that would give the token away: itself, a part of 12 characters, and how git or a proxy would send it. */
export function tracesOf({ token }: Planted): string[] {
  const sent = [token, `x-access-token:${token}`, `${token}:x-oauth-basic`, `:${token}`];
  const encoded = sent.flatMap((text) =>
    (['base64', 'base64url', 'hex'] as const).map((encoding) =>
      // what stands behind it may change the last characters
      Buffer.from(text).toString(encoding).slice(0, 40),
    ),
  );
  const parts = Array.from({ length: token.length - 12 }, (_, at) => token.slice(at, at + 12));
  return [...new Set([...parts.filter((_, at) => at % 8 === 7 || at === 0), ...encoded])];
}

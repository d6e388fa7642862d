import { once } from 'node:events';
import { createServer } from 'node:net';
import { StackError } from './stack-error.ts';

export interface StackPorts {
  readonly postgres: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly world: number;
  readonly engine: number;
}

const defaultPorts: StackPorts = {
  postgres: 54329,
  temporal: 7233,
  temporalUi: 8233,
  world: 8310,
  engine: 8300,
};

/** The fixed ports, or free ones. Nothing is reserved: `requireFreePort` is asked again by each service. */
export async function choosePorts(kind: 'default' | 'ephemeral'): Promise<StackPorts> {
  if (kind === 'default') return defaultPorts;
  const taken = new Set<number>();
  const next = async (): Promise<number> => {
    const port = await freePort(taken);
    taken.add(port);
    return port;
  };
  return {
    postgres: await next(),
    temporal: await next(),
    temporalUi: await next(),
    world: await next(),
    engine: await next(),
  };
}

/** Throws a sentence with the cure when something listens on the port of 127.0.0.1 already. */
export async function requireFreePort(port: number, service: string): Promise<void> {
  if (await isFree(port)) return;
  throw new StackError(
    `Port ${port} (${service}) is in use by another program. Stop that program (see \`ss -ltnp\`), ` +
      'stop another stack with `npx evoline down`, or start with free ports: `npm start -- --ports ephemeral`.',
  );
}

// Below the kernel's own range (32768 and up), so that no outgoing connection takes the port meanwhile.
async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new StackError('No free port found between 20000 and 32000 after 200 tries.');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen({ port, host: '127.0.0.1', exclusive: true });
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

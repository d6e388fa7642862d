import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { choosePorts, requireFreePort } from './ports.ts';

describe('ports', () => {
  it('that are free may be used, and five different ones are found', async () => {
    const ports = Object.values(await choosePorts('ephemeral'));
    expect(new Set(ports).size).toBe(5);
    for (const port of ports)
      await expect(requireFreePort(port, 'a service')).resolves.toBeUndefined();
  });

  it('that are in use are named, with the cure', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(requireFreePort(port, 'Temporal')).rejects.toThrow(
      new RegExp(`Port ${port} \\(Temporal\\) is in use .*npx evoline down.*--ports ephemeral`),
    );
    server.close();
  });
});

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ChatEngine } from './chat-engine.ts';

const key = 'sk-never-shown';
const servers: http.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Sent {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** Answers one after the other; the last again and again. */
async function engineWith(...answers: readonly [status: number, text: string][]) {
  const sent: Sent[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { authorization } = request.headers;
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    sent.push({ path: request.url, authorization, body });
    const [status, text] = answers[Math.min(sent.length, answers.length) - 1] ?? [500, ''];
    response.writeHead(status).end(text);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/v1/`;
  const { signal } = new AbortController();
  const engine = new ChatEngine({ address, model: 'm', key, signal, pauseSeconds: 0.001 });
  return { sent, ask: () => engine.ask({ system: 's', user: 'u', maxTokens: 9 }) };
}

const answer = (content: unknown) => JSON.stringify({ choices: [{ message: { content } }] });

describe('a chat engine', () => {
  it('is asked once, at temperature 0, with its key', async () => {
    const { ask, sent } = await engineWith([200, answer('src/a.py')]);
    expect(await ask()).toBe('src/a.py');
    expect(sent).toMatchObject([
      {
        path: '/v1/chat/completions',
        authorization: `Bearer ${key}`,
        body: { model: 'm', temperature: 0, max_tokens: 9 },
      },
    ]);
  });

  it('is asked again where the fault passes, and given up where it does not', async () => {
    const busy = await engineWith([429, 'slow down'], [503, ''], [200, answer('x')]);
    expect(await busy.ask()).toBe('x');
    const down = await engineWith([500, 'down']);
    await expect(down.ask()).rejects.toMatchObject({ code: 'engine_unreachable' });
    expect(down.sent).toHaveLength(4);
  });

  it.each([
    [[401, `{"error": {"message": "wrong key ${key}"}}`], 'engine_rejected'],
    [[404, '{"error": {"message": "The model m does not exist"}}'], 'engine_wrong_policy'],
    [[200, '<html>'], 'engine_incomplete'],
    [[200, answer(null)], 'engine_incomplete'],
    [[200, '{"choices": []}'], 'engine_incomplete'],
  ] as const)('names %j as %s, without the key', async ([status, text], code) => {
    const { ask, sent } = await engineWith([status, text]);
    const failure = await ask().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, message: expect.not.stringContaining(key) });
    expect(sent).toHaveLength(1);
  });
});

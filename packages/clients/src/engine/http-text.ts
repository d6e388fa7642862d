import http from 'node:http';
import https from 'node:https';
import { type Readable, addAbortSignal } from 'node:stream';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Beside those of the content. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Answers beyond this are cut off: an engine must not exhaust the worker's memory. */
const maxAnswerBytes = 512 * 2 ** 20;

/**
 * One request with one deadline for everything. Node's `fetch` ends any answer that takes longer
 * than five minutes; generation may. Connections are not reused, so none can have gone stale.
 *
 * @throws the signal's reason, a TimeoutError DOMException, or what the socket said
 */
export async function httpText(request: HttpRequest): Promise<HttpAnswer> {
  const signal = AbortSignal.any([
    request.signal,
    AbortSignal.timeout(Math.ceil(request.timeoutSeconds * 1_000)),
  ]);
  try {
    signal.throwIfAborted();
    const response = await open(request, signal);
    addAbortSignal(signal, response);
    return { status: response.statusCode ?? 0, text: await readText(response) };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

function open(request: HttpRequest, signal: AbortSignal): Promise<http.IncomingMessage> {
  const payload = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers = {
    accept: 'application/json',
    ...request.headers,
    ...(payload === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
  };
  return new Promise((resolve, reject) => {
    const send = new URL(request.url).protocol === 'https:' ? https.request : http.request;
    send(request.url, { method: request.method, headers, signal, agent: false })
      .on('response', resolve)
      .on('error', reject)
      .end(payload);
  });
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes)
      throw new Error(`the answer is longer than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

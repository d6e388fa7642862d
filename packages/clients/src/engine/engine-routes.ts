import { z } from 'zod';
import { incomplete, refused, unreachable } from './engine-failure.ts';
import { type HttpAnswer, httpText } from './http-text.ts';
import type { EngineCall } from './inference-engine.ts';

/** Default deadline of the short routes, seconds. */
const shortTimeoutSeconds = 30;

/** The routes of one engine: one deadline each, every failure named. */
export class EngineRoutes {
  readonly name: string;
  readonly #address: string;

  constructor(name: string, address: string) {
    this.name = name;
    this.#address = address;
  }

  async get<T>(route: string, shape: z.ZodType<T>, call: EngineCall): Promise<T> {
    return this.#read(route, shape, await this.#send('GET', route, undefined, call));
  }

  async post<T>(route: string, body: unknown, shape: z.ZodType<T>, call: EngineCall): Promise<T> {
    return this.#read(route, shape, await this.#send('POST', route, body, call));
  }

  /** For routes that answer with words, or with something that is not needed. */
  async postForStatus(route: string, body: unknown, call: EngineCall): Promise<void> {
    await this.#send('POST', route, body, call);
  }

  async #send(
    method: 'GET' | 'POST',
    route: string,
    body: unknown,
    call: EngineCall,
  ): Promise<HttpAnswer> {
    const url = `${this.#address}${route}`;
    const timeoutSeconds = call.timeoutSeconds ?? shortTimeoutSeconds;
    let answer;
    try {
      answer = await httpText({ method, url, body, timeoutSeconds, signal: call.signal });
    } catch (error) {
      call.signal.throwIfAborted();
      throw unreachable(this.name, route, error);
    }
    if (answer.status !== 200) throw refused(this.name, route, answer);
    return answer;
  }

  #read<T>(route: string, shape: z.ZodType<T>, answer: HttpAnswer): T {
    let value: unknown;
    try {
      value = JSON.parse(answer.text);
    } catch {
      throw incomplete(this.name, route, 'the answer is not JSON');
    }
    const read = shape.safeParse(value);
    if (!read.success) throw incomplete(this.name, route, z.prettifyError(read.error));
    return read.data;
  }
}

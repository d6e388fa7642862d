import { setTimeout as sleep } from 'node:timers/promises';
import { EvolineFailure } from '@evoline/contract/failures';
import { z } from 'zod';
import { incomplete, refused, unreachable } from './engine-failure.ts';
import { httpText } from './http-text.ts';

export interface ChatEngineOptions {
  /** Where `/chat/completions` is, such as `https://api.example.com/v1`. */
  readonly address: string;
  readonly model: string;
  /** Secret; null where none is needed. */
  readonly key: string | null;
  /** For one attempt; default 120. */
  readonly timeoutSeconds?: number;
  /** Between attempts, at first; default 1. */
  readonly pauseSeconds?: number;
  readonly signal: AbortSignal;
}

export interface ChatQuestion {
  readonly system: string;
  readonly user: string;
  readonly maxTokens: number;
}

const ChatAnswer = z.looseObject({
  choices: z
    .array(z.looseObject({ message: z.looseObject({ content: z.string().nullish() }) }))
    .min(1),
});

const route = '/chat/completions';
const attempts = 4;

/** An engine that speaks OpenAI's chat completions. */
export class ChatEngine {
  readonly #options: ChatEngineOptions;

  constructor(options: ChatEngineOptions) {
    this.#options = options;
  }

  /**
   * The text of one answer at temperature 0.
   *
   * @throws EvolineFailure engine_unreachable after four attempts, engine_rejected, engine_wrong_policy,
   * engine_incomplete; none holds the key
   */
  async ask(question: ChatQuestion): Promise<string> {
    const { pauseSeconds = 1, signal } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#askOnce(question);
      } catch (error) {
        signal.throwIfAborted();
        const isPassing = error instanceof EvolineFailure && error.code === 'engine_unreachable';
        if (!isPassing || attempt === attempts) throw error;
        await sleep(pauseSeconds * 1000 * 2 ** (attempt - 1), undefined, { signal });
      }
    }
  }

  async #askOnce({ system, user, maxTokens }: ChatQuestion): Promise<string> {
    const { address, model, key, timeoutSeconds = 120, signal } = this.#options;
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ];
    const answer = await httpText({
      method: 'POST',
      url: address.replace(/\/$/, '') + route,
      body: { model, messages, max_tokens: maxTokens, temperature: 0 },
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      timeoutSeconds,
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw unreachable(model, route, error);
    });
    // A server may repeat the key when it does not like it.
    const text = key === null ? answer.text : answer.text.replaceAll(key, '<key>');
    if (answer.status !== 200) throw refused(model, route, { ...answer, text });
    return this.#contentOf(text);
  }

  #contentOf(text: string): string {
    const { model } = this.#options;
    try {
      const read = ChatAnswer.safeParse(JSON.parse(text));
      const content = read.data?.choices[0]?.message.content;
      if (typeof content === 'string') return content;
    } catch {
      // Said below.
    }
    throw incomplete(model, route, 'no text in the first choice');
  }
}

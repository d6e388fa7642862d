import { Random } from '../world/random.ts';
import { decode, encode, specialTokens } from './double-tokenizer.ts';
import type { EngineState } from './engine-state.ts';

export interface CompletionPlan {
  readonly model: string;
  readonly promptTokenIds: readonly number[];
  readonly seed: number;
  readonly temperature: number;
  readonly maxTokens: number;
}

export interface DoubleSample {
  readonly text: string;
  readonly tokenIds: readonly number[];
  /** Natural logarithms, one a token, all below 0. */
  readonly logProbs: readonly number[];
  readonly finishReason: 'stop' | 'length';
}

/**
 * The sample of one index: a scripted answer, or words that depend on nothing but model, prompt, seed and
 * index. At temperature 0 it is the first scripted answer, and the same for every index.
 */
export function sampleCompletion(
  state: EngineState,
  plan: CompletionPlan,
  index: number,
): DoubleSample {
  const place = plan.temperature === 0 ? 0 : index;
  const { model, promptTokenIds, seed, maxTokens } = plan;
  const random = new Random(JSON.stringify([model, promptTokenIds, seed, place]));
  const text = scripted(state, plan, place, random) ?? madeUp(random);
  const all = [...encode(text), specialTokens.end];
  const tokenIds = all.slice(0, maxTokens);
  return {
    text: decode(tokenIds),
    tokenIds,
    logProbs: tokenIds.map(() => -(1 + random.below(2_000_000)) / 1_000_000),
    finishReason: tokenIds.length === all.length ? 'stop' : 'length',
  };
}

function scripted(
  state: EngineState,
  { model, promptTokenIds, seed, temperature }: CompletionPlan,
  index: number,
  random: Random,
): string | undefined {
  const prompt = decode(promptTokenIds);
  const answer = state.answerer?.({ prompt, model, seed, index });
  if (answer !== undefined) return answer;
  const rule = state.script.find(({ promptHolds = [] }) =>
    promptHolds.every((text) => prompt.includes(text)),
  );
  if (rule === undefined) return undefined;
  return temperature === 0 ? rule.answers[0] : random.pick(rule.answers);
}

function madeUp(random: Random): string {
  const words = ['return', 'def', 'if', 'x', '0', '(', ')', '\n', '    ', '+', 'None'];
  return Array.from({ length: 4 + random.below(12) }, () => random.pick(words)).join(' ');
}

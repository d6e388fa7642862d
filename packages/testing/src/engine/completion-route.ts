import { z } from 'zod';
import { decode, encode, specialTokens, vocabularySize } from './double-tokenizer.ts';
import type { EngineFaultAnswer } from './engine-fault.ts';
import { engineError, unknownModel } from './engine-errors.ts';
import type { EngineState } from './engine-state.ts';
import { sampleCompletion, type CompletionPlan, type DoubleSample } from './sample-completion.ts';

const tokens = z.array(z.int().nonnegative());

/** vLLM's CompletionRequest, as far as it matters here; like vLLM it lets unknown fields pass. */
const Body = z.looseObject({
  model: z.string(),
  prompt: z.union([z.string(), tokens, z.array(z.string()), z.array(tokens)]),
  n: z.int().min(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).nullish(),
  seed: z.int().nullish(),
  logprobs: z.int().min(0).nullish(),
  return_token_ids: z.boolean().nullish(),
  add_special_tokens: z.boolean().nullish(),
  stream: z.literal(false).nullish(),
});
type Body = z.infer<typeof Body>;

/** `POST /v1/completions`: for each prompt in turn n choices, numbered through. */
export function answerCompletion(
  state: EngineState,
  body: unknown,
  fault: EngineFaultAnswer | null,
): Response {
  const asked = Body.safeParse(body);
  if (!asked.success) return engineError(400, z.prettifyError(asked.error));
  const { model, n, seed } = asked.data;
  if (state.find(model) === undefined) return unknownModel(model);
  const samples = n ?? 1;
  const choices: object[] = [];
  const usage = { prompt_tokens: 0, total_tokens: 0, completion_tokens: 0 };
  for (const promptTokenIds of promptsOf(asked.data)) {
    const maxTokens = asked.data.max_tokens ?? 16;
    const refused = refusal(state, promptTokenIds, maxTokens);
    if (refused !== null) return refused;
    state.completions.push({ model, prompt: decode(promptTokenIds), samples, seed: seed ?? null });
    const plan = {
      model,
      promptTokenIds,
      maxTokens,
      seed: seed ?? state.completions.length,
      temperature: asked.data.temperature ?? 1,
    };
    for (let index = 0; index < samples; index += 1) {
      const sample = sampleCompletion(state, plan, index);
      choices.push(choiceShape(choices.length, sample, plan, asked.data, fault));
      usage.completion_tokens += sample.tokenIds.length;
    }
    usage.prompt_tokens += promptTokenIds.length;
  }
  usage.total_tokens = usage.prompt_tokens + usage.completion_tokens;
  return Response.json({
    id: `cmpl-${state.completions.length}`,
    object: 'text_completion',
    created: 0,
    model: fault?.kind === 'answerAs' ? fault.model : model,
    choices: fault?.kind === 'dropSample' ? choices.slice(1) : choices,
    usage,
  });
}

function promptsOf({ prompt, add_special_tokens: special }: Body): number[][] {
  const head = special === false ? [] : [specialTokens.beginning];
  const tokenised = (text: string) => [...head, ...encode(text)];
  if (typeof prompt === 'string') return [tokenised(prompt)];
  if (prompt.every((part) => typeof part === 'number')) return [prompt];
  return prompt.map((part) => (typeof part === 'string' ? tokenised(part) : [part].flat()));
}

function refusal(
  state: EngineState,
  prompt: readonly number[],
  maxTokens: number,
): Response | null {
  if (prompt.length === 0) return engineError(400, 'The decoder prompt cannot be empty');
  const strange = prompt.find((token) => token >= vocabularySize);
  if (strange !== undefined) return engineError(400, `Token id ${strange} is out of vocabulary`);
  if (prompt.length + maxTokens <= state.maxModelLength) return null;
  return engineError(
    400,
    `This model's maximum context length is ${state.maxModelLength} tokens. However, you requested ${maxTokens} output tokens and your prompt contains ${prompt.length} input tokens.`,
  );
}

function choiceShape(
  index: number,
  sample: DoubleSample,
  { promptTokenIds }: CompletionPlan,
  asked: Body,
  fault: EngineFaultAnswer | null,
): object {
  const withIds = asked.return_token_ids === true && fault?.kind !== 'omitTokenIds';
  const withLogProbs = asked.logprobs != null && fault?.kind !== 'omitLogProbs';
  return {
    index,
    text: sample.text,
    logprobs: withLogProbs ? logProbsShape(sample, fault) : null,
    finish_reason: sample.finishReason,
    stop_reason: null,
    token_ids: withIds ? sample.tokenIds : null,
    prompt_logprobs: null,
    prompt_token_ids: withIds ? promptTokenIds : null,
  };
}

function logProbsShape(
  { tokenIds, logProbs }: DoubleSample,
  fault: EngineFaultAnswer | null,
): object {
  const texts = tokenIds.map((token) => decode([token], { withSpecial: true }));
  const spoilt = (value: number, index: number) =>
    fault?.kind === 'nullLogProb' && index === 1 ? null : value;
  const offsets = texts.map((_, index) => texts.slice(0, index).join('').length);
  return {
    text_offset: offsets,
    token_logprobs: logProbs.map(spoilt),
    tokens: texts,
    top_logprobs: texts.map((text, index) => ({ [text]: logProbs[index] })),
  };
}

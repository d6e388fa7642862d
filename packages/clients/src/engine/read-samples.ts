import type { SampleRecord } from '@evoline/contract/rollout';
import type { CompletionAnswer } from './engine-answers.ts';
import { incomplete, wrongPolicy } from './engine-failure.ts';
import type { SampleRequest } from './inference-engine.ts';

type Choice = CompletionAnswer['choices'][number];

/**
 * The samples of a completion, in the order of their index, after checking that the answer is of the
 * policy that was asked for and says everything training needs.
 *
 * @throws EvolineFailure engine_wrong_policy or engine_incomplete
 */
export function readSamples(
  engine: string,
  request: SampleRequest,
  answer: CompletionAnswer,
): SampleRecord[] {
  if (answer.model !== request.servedName) {
    throw wrongPolicy(engine, `answered as ${answer.model}, asked for ${request.servedName}`);
  }
  const choices = answer.choices.toSorted((a, b) => a.index - b.index);
  if (choices.map((choice) => choice.index).join() !== indices(request.samples)) {
    throw lacks(engine, `${request.samples} samples were asked for, ${choices.length} came`);
  }
  for (const choice of choices) refuseIncomplete(engine, request, choice);
  return choices.map((choice) => ({
    index: choice.index,
    text: choice.text,
    tokenIds: choice.token_ids,
    logProbs: choice.logprobs.token_logprobs,
    finishReason: choice.finish_reason,
  }));
}

function refuseIncomplete(engine: string, request: SampleRequest, choice: Choice): void {
  const tokens = choice.token_ids.length;
  const logProbs = choice.logprobs.token_logprobs.length;
  if (tokens === 0) throw lacks(engine, `sample ${choice.index} has no token`);
  if (tokens !== logProbs) {
    throw lacks(engine, `sample ${choice.index} has ${tokens} tokens and ${logProbs} log-probs`);
  }
  if (tokens > request.maxCompletionTokens) {
    throw lacks(engine, `sample ${choice.index} has ${tokens} tokens, more than were allowed`);
  }
  const prompt = choice.prompt_token_ids;
  if (prompt && prompt.join() !== request.promptTokenIds.join()) {
    throw lacks(engine, `sample ${choice.index} completes another prompt than was sent`);
  }
}

function lacks(engine: string, lack: string): Error {
  return incomplete(engine, '/v1/completions', lack);
}

function indices(count: number): string {
  return Array.from({ length: count }, (_value, index) => index).join();
}

import { z } from 'zod';

/** The parts of vLLM's answers that are used here. Engines may add fields. */

export const VersionAnswer = z.looseObject({
  version: z.string(),
  /** Not vLLM: how evoline's own server says what it is. */
  engine: z.string().optional(),
  torch: z.string().optional(),
  torch_threads: z.int().optional(),
});
export type VersionAnswer = z.infer<typeof VersionAnswer>;

export const ModelsAnswer = z.looseObject({
  data: z.array(z.looseObject({ id: z.string() })),
});

export const TokenizeAnswer = z.looseObject({ tokens: z.array(z.int().nonnegative()) });

export const CompletionAnswer = z.looseObject({
  model: z.string(),
  choices: z.array(
    z.looseObject({
      index: z.int().nonnegative(),
      text: z.string(),
      finish_reason: z.string(),
      token_ids: z.array(z.int().nonnegative()),
      prompt_token_ids: z.array(z.int().nonnegative()).nullish(),
      logprobs: z.looseObject({ token_logprobs: z.array(z.number()) }),
    }),
  ),
});
export type CompletionAnswer = z.infer<typeof CompletionAnswer>;

/** `GET /evoline/v1/policies`, of evoline's own server. */
export const PoliciesAnswer = z.array(
  z.looseObject({ name: z.string(), weights_digest: z.string() }),
);

import { z } from 'zod';

/** A file that a change left alone, as it stood at the merge base; UTF-8 text. */
export const ContextFile = z.strictObject({ path: z.string().min(1), content: z.string() });
export type ContextFile = z.infer<typeof ContextFile>;

/** Who chose the context files of an item. */
export const ContextBy = z.strictObject({
  method: z.string().describe('retrieval@1, engine@1 or none'),
  model: z.string().nullable().describe('the model that an engine was asked for'),
});
export type ContextBy = z.infer<typeof ContextBy>;

/** An engine that speaks OpenAI's chat completions. Its key is the worker's and never stands here. */
export const ContextEngine = z.strictObject({
  address: z
    .string()
    .regex(/^https?:\/\/[^@\s]+$/, 'expected an http(s) address without a user name')
    .nullable()
    .describe('such as http://127.0.0.1:8000/v1; null: CONTEXT_ENGINE_URL of the worker'),
  model: z.string().min(1).max(200),
});
export type ContextEngine = z.infer<typeof ContextEngine>;

/** How relevant but unchanged files are chosen, and how many. */
export const ContextConfig = z.strictObject({
  by: z.enum(['retrieval', 'engine', 'none']),
  files: z.int().min(1).max(20).describe('at most so many for each pull request'),
  maxFileBytes: z.int().positive().describe('larger files are not shown'),
  engine: ContextEngine.nullable(),
});
export type ContextConfig = z.infer<typeof ContextConfig>;

/** What a run's input may say of it. */
export const ContextInput = ContextConfig.extend({
  engine: ContextEngine.extend({ address: ContextEngine.shape.address.optional() }),
}).partial();
export type ContextInput = z.infer<typeof ContextInput>;

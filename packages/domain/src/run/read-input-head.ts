import { z } from 'zod';

const InputHead = z.looseObject({
  runName: z.string().min(1).max(200).optional().catch(undefined),
  planOnly: z.boolean().catch(false).default(false),
});

/** What every workflow's input may say about the run itself; the workflow's own schema checks it. */
export function readInputHead(input: unknown): {
  readonly runName: string | undefined;
  readonly planOnly: boolean;
} {
  const { runName, planOnly } = InputHead.parse(input ?? {});
  return { runName, planOnly };
}

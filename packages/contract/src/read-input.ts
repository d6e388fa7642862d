import { z } from 'zod';
import { workflowExamples, workflowInputs, type InputOf } from './examples.ts';
import type { WorkflowType } from './run.ts';

export type ReadInput<W extends WorkflowType> =
  | { readonly ok: true; readonly input: InputOf<W> }
  | { readonly ok: false; readonly message: string };

/**
 * Parses the single optional argument of a workflow; `undefined` counts as `{}`. The message of a
 * refusal stands alone: it names the field, lists the allowed ones and shows a valid example.
 */
export function readInput<W extends WorkflowType>(workflow: W, raw: unknown): ReadInput<W> {
  const parsed = workflowInputs[workflow].safeParse(raw ?? {});
  if (parsed.success) return { ok: true, input: parsed.data as InputOf<W> };
  return { ok: false, message: refusal(workflow, parsed.error) };
}

function refusal(workflow: WorkflowType, error: z.ZodError): string {
  const fields = Object.keys(workflowInputs[workflow].shape).join(', ');
  const example = JSON.stringify(workflowExamples[workflow]);
  return [
    `The input of ${workflow} is not valid.`,
    z.prettifyError(error),
    `Fields, all optional: ${fields}.`,
    `A valid example: ${example}`,
  ].join('\n');
}

import { RewardLineIn } from '@evoline/contract/reward';
import type { RewardTask } from '@evoline/domain/reward/reward-rule';
import { z } from 'zod';
import type { RawLine } from './line-batches.ts';

/** One line as it was read, or what is wrong with it. */
export type SampleLine =
  | {
      readonly sample: RewardLineIn;
      /** Names of fields that the shape does not know. */
      readonly unknownFields: readonly string[];
    }
  | { readonly problem: string };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads one line of the shape of `reward score`; null for a blank one. */
export function readSampleLine(line: RawLine): SampleLine | null {
  if (line === 'too long') return { problem: 'the line is too long' };
  let text: string;
  try {
    text = decoder.decode(line);
  } catch {
    return { problem: 'the line is not UTF-8' };
  }
  return text.trim() === '' ? null : readSample(text);
}

function readSample(text: string): SampleLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = RewardLineIn.safeParse(value);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error).replaceAll('\n', ' ') };
  const unknownFields = Object.keys(Object(value)).filter(
    (field) => !Object.hasOwn(RewardLineIn.shape, field),
  );
  return { sample: parsed.data, unknownFields };
}

/** What the output of a line is judged against. */
export function sampleTask(sample: RewardLineIn): RewardTask {
  return { codeContext: sample.code_context, oracleNewContent: sample.oracle_new_content };
}

import { servedNameOf } from '@evoline/contract/served-name';
import type { BatchRow } from './assemble-batch.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

export const batchFormat = 'evoline.batch.v1';

/**
 * What a batch file says about itself. Nothing in it names a run id, a host or a path, so that equal
 * runs freeze equal bytes: a run is named by the policy that it starts from (`sessionName`).
 */
export interface BatchHeader {
  readonly step: number;
  /** Weights digest of the run's policy version 0. */
  readonly baseWeightsDigest: string;
  /** Weights digest of the version that sampled the batch and is updated by it. */
  readonly fromWeightsDigest: string;
  readonly groupSize: number;
  /** Sampling temperature; log-probs are at this temperature. */
  readonly temperature: number;
}

/**
 * The complete, replayable input of one update: a safetensors file `evoline.batch.v1` with the
 * tensors prompt_token_ids I32 [sum of prompt lengths], prompt_lengths I32 [B], completion_token_ids
 * I32 [sum of completion lengths], completion_lengths I32 [B], sampler_log_probs F32 [sum of
 * completion lengths], advantages F32 [B] and keep U8 [B]. Rows are samples; ragged rows lie end to
 * end. Metadata values are strings.
 */
export function encodeBatch(header: BatchHeader, rows: readonly BatchRow[]): Uint8Array {
  const prompt = rows.map((row) => row.promptTokenIds);
  const completion = rows.map((row) => row.completionTokenIds);
  return encodeSafetensors({
    metadata: {
      format: batchFormat,
      run: sessionName(header.baseWeightsDigest),
      step: String(header.step),
      samples: String(rows.length),
      group_size: String(header.groupSize),
      temperature: String(header.temperature),
      from_policy_version: servedNameOf(header.fromWeightsDigest),
      from_weights_digest: header.fromWeightsDigest,
    },
    tensors: {
      prompt_token_ids: int32(prompt.flat()),
      prompt_lengths: int32(prompt.map((ids) => ids.length)),
      completion_token_ids: int32(completion.flat()),
      completion_lengths: int32(completion.map((ids) => ids.length)),
      sampler_log_probs: float32(rows.flatMap((row) => row.samplerLogProbs)),
      advantages: float32(rows.map((row) => row.advantage)),
      keep: {
        dtype: 'U8',
        shape: [rows.length],
        values: Uint8Array.from(rows, (row) => Number(row.keep)),
      },
    },
  });
}

/** What batches and the trainer session of one run are matched by. Equal runs have equal names. */
export function sessionName(baseWeightsDigest: string): string {
  return `from ${servedNameOf(baseWeightsDigest)}`;
}

/** A batch file as plain values, for tests and for people. Numbers come back as 32-bit floats. */
export interface DecodedBatch {
  readonly metadata: Readonly<Record<string, string>>;
  readonly rows: readonly Omit<BatchRow, 'groupId' | 'index'>[];
}

/** @throws Error when a tensor is missing */
export function decodeBatch(bytes: Uint8Array): DecodedBatch {
  const { metadata, tensors } = decodeSafetensors(bytes);
  const values = (name: string): number[] => {
    const tensor = tensors[name];
    if (tensor === undefined) throw new Error(`the batch has no tensor ${name}`);
    return Array.from(tensor.values);
  };
  const prompts = split(values('prompt_token_ids'), values('prompt_lengths'));
  const completions = split(values('completion_token_ids'), values('completion_lengths'));
  const logProbs = split(values('sampler_log_probs'), values('completion_lengths'));
  const keep = values('keep');
  const rows = values('advantages').map((advantage, row) => ({
    promptTokenIds: prompts[row] ?? [],
    completionTokenIds: completions[row] ?? [],
    samplerLogProbs: logProbs[row] ?? [],
    advantage,
    keep: keep[row] === 1,
  }));
  return { metadata, rows };
}

function split(flat: readonly number[], lengths: readonly number[]): number[][] {
  let from = 0;
  return lengths.map((length) => flat.slice(from, (from += length)));
}

function int32(values: readonly number[]) {
  return { dtype: 'I32', shape: [values.length], values: Int32Array.from(values) } as const;
}

function float32(values: readonly number[]) {
  return { dtype: 'F32', shape: [values.length], values: Float32Array.from(values) } as const;
}

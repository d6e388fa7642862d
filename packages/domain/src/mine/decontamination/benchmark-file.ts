import { EvolineFailure } from '@evoline/contract/failures';
import { z } from 'zod';

const text = z.string().nullish();

/** A line of a benchmark file: the columns of SWE-bench that matter; others are passed over. */
const Line = z.object({
  instance_id: text,
  base_commit: z
    .string()
    .regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'expected a commit id')
    .nullish(),
  patch: text,
  patch_id: z
    .string()
    .regex(/^[0-9a-f]{40}$/, 'expected 40 hexadecimal digits')
    .nullish(),
  problem_statement: text,
});

/** One task of a benchmark; null where the file does not say. */
export interface BenchmarkInstance {
  readonly id: string;
  readonly baseCommit: string | null;
  readonly patch: string | null;
  readonly patchId: string | null;
  readonly statement: string | null;
}

/**
 * Reads JSONL with one task a line: `instance_id` and at least one of `base_commit`, `patch`, `patch_id`
 * and `problem_statement`.
 *
 * @throws EvolineFailure input_invalid, naming file and line
 */
export function readBenchmarkFile(name: string, content: string): BenchmarkInstance[] {
  return content.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const where = `benchmarkFiles: ${name}, line ${index + 1}`;
    const read = Line.safeParse(parsed(line, where));
    if (!read.success)
      throw new EvolineFailure('input_invalid', `${where}: ${z.prettifyError(read.error)}`);
    const { instance_id, base_commit, patch, patch_id, problem_statement } = read.data;
    const instance = {
      id: instance_id ?? `${name}:${index + 1}`,
      baseCommit: base_commit ?? null,
      patch: patch ?? null,
      patchId: patch_id ?? null,
      statement: problem_statement ?? null,
    };
    const { baseCommit, patchId, statement } = instance;
    if (baseCommit !== null || instance.patch !== null || patchId !== null || statement !== null) {
      return [instance];
    }
    const columns = 'base_commit, patch, patch_id, problem_statement';
    throw new EvolineFailure('input_invalid', `${where}: expected one of ${columns}`);
  });
}

/** The same lines again, with the columns that are compared. */
export function writeBenchmarkFile(instances: readonly BenchmarkInstance[]): string {
  const lines = instances.map(({ id, baseCommit, patch, patchId, statement }) =>
    JSON.stringify({
      instance_id: id,
      base_commit: baseCommit,
      patch,
      patch_id: patchId,
      problem_statement: statement,
    }),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function parsed(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new EvolineFailure('input_invalid', `${where}: no JSON`);
  }
}

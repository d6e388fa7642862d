import { parseArgs } from 'node:util';
import { subjects } from './subjects.ts';

export interface BenchOptions {
  /** Subjects to measure; all when none was named. */
  readonly only: readonly string[];
  /** Named ones are measured at full length. */
  readonly isFull: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Bad usage: exit code 2. */
export class UsageError extends Error {}

/** @throws UsageError naming what is unknown */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parse(args);
  const { json = false, quick = false, help = false } = values;
  const only = [...positionals, ...(values.only ?? [])];
  const unknown = only.find((subject) => !subjects.includes(subject));
  if (unknown !== undefined) throw new UsageError(`there is no subject ${unknown}`);
  const isFull = only.length > 0 && !quick;
  return { only: only.length === 0 ? subjects : only, isFull, json, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        quick: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

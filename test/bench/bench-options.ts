import { parseArgs } from 'node:util';
import { subjects } from './subjects.ts';

export interface BenchOptions {
  /** Subjects to measure; all when none was named. */
  readonly only: readonly string[];
  readonly json: boolean;
  readonly help: boolean;
}

/** Bad usage: exit code 2. */
export class UsageError extends Error {}

/** @throws UsageError naming what is unknown */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { only = [], json = false, help = false } = parse(args);
  const unknown = only.find((subject) => !subjects.includes(subject));
  if (unknown !== undefined) throw new UsageError(`there is no subject ${unknown}`);
  return { only: only.length === 0 ? subjects : only, json, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

import { readdirSync } from 'node:fs';

export const benchSuffix = '.bench.ts';

/** Every subject there is, in order of its name. */
export const subjects: readonly string[] = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(benchSuffix))
  .map((file) => file.slice(0, -benchSuffix.length))
  .toSorted();

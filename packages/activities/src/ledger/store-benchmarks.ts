import { readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { mediaTypes } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { BenchmarkFile } from '@evoline/contract/mine';
import {
  readBenchmarkFile,
  writeBenchmarkFile,
} from '@evoline/domain/mine/decontamination/benchmark-file';
import type { LedgerDeps } from './ledger-deps.ts';

const maxBytes = 512 * 1024 * 1024;

/**
 * Takes benchmark files into the store as they stand now, so that a run means the same tasks to its end
 * and on every host. Only the columns that are compared are taken.
 *
 * @throws EvolineFailure input_invalid, naming the file, and the line where there is one
 */
export async function storeBenchmarks(
  { store }: Pick<LedgerDeps, 'store'>,
  paths: readonly string[],
): Promise<BenchmarkFile[]> {
  const files: BenchmarkFile[] = [];
  for (const path of paths) {
    const name = basename(path);
    const instances = readBenchmarkFile(name, await contentOf(path));
    const bytes = new TextEncoder().encode(writeBenchmarkFile(instances));
    const content = await store.put(bytes, mediaTypes.benchmark);
    files.push({ name, instances: instances.length, content });
  }
  return files;
}

async function contentOf(path: string): Promise<string> {
  const refused = (why: string, cause?: unknown) =>
    new EvolineFailure('input_invalid', `benchmarkFiles: ${path}: ${why}`, { cause });
  if (!isAbsolute(path)) throw refused('expected an absolute path on the host that opens the run');
  try {
    const { size } = await stat(path);
    if (size <= maxBytes) return await readFile(path, 'utf8');
  } catch (error) {
    throw refused('cannot be read', error);
  }
  throw refused(`is longer than ${maxBytes} bytes`);
}

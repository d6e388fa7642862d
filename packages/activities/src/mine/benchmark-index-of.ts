import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { MinePullRequestsConfig } from '@evoline/contract/mine';
import { contentDigest } from '@evoline/domain/content-digest';
import { readBenchmarkFile } from '@evoline/domain/mine/decontamination/benchmark-file';
import { BenchmarkIndex } from '@evoline/domain/mine/decontamination/benchmark-index';

type Rules = Pick<MinePullRequestsConfig, 'benchmarks' | 'filters'>;

/** The last index of each store: the pages of a run all ask for the same one. */
const known = new WeakMap<
  ArtifactStore,
  { readonly key: string; readonly index: Promise<BenchmarkIndex> }
>();

/** The benchmark tasks of a run, indexed once a process; null where the run names none. */
export async function benchmarkIndexOf(
  { store }: { readonly store: ArtifactStore },
  { benchmarks, filters }: Rules,
): Promise<BenchmarkIndex | null> {
  if (benchmarks.length === 0) return null;
  const { benchmarkWords, benchmarkSimilarity } = filters;
  const key = contentDigest({ benchmarks, benchmarkWords, benchmarkSimilarity });
  const before = known.get(store);
  if (before?.key === key) return await before.index;
  const index = readIndex(store, { benchmarks, filters });
  known.set(store, { key, index });
  // What could not be read is asked for again.
  index.catch(() => known.delete(store));
  return await index;
}

async function readIndex(
  store: ArtifactStore,
  { benchmarks, filters }: Rules,
): Promise<BenchmarkIndex> {
  const instances = [];
  for (const { name, content } of benchmarks) {
    const text = new TextDecoder().decode(await store.get(content));
    instances.push(...readBenchmarkFile(name, text));
  }
  return new BenchmarkIndex(instances, filters);
}

import type { ExportHead } from '@evoline/contract/dataset-export';
import { splitNames } from './split-names.ts';

const sizes = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
  [Number.POSITIVE_INFINITY, '1M<n<10M'],
] as const;

/** The metadata of a card in YAML, by which the hub and `datasets` find the files. */
export function cardFrontMatter({ digest, files, shards }: ExportHead): string {
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  const size = sizes.find(([below]) => rows < below)?.[1] ?? 'n<1K';
  const extension = files === 'parquet' ? 'parquet' : 'jsonl';
  const splits = [...new Set(shards.map(({ split }) => split))];
  return [
    '---',
    `pretty_name: ${JSON.stringify(`Pull requests of evoline ${digest.slice(0, 12)}`)}`,
    'license: other',
    'license_name: per-item',
    'license_link: README.md#licences',
    'task_categories:',
    '- text-generation',
    'tags:',
    ...['code', 'pull-requests', 'reinforcement-learning', 'swe-rl'].map((tag) => `- ${tag}`),
    'size_categories:',
    `- ${size}`,
    'configs:',
    '- config_name: default',
    ...(splits.length === 0 ? ['  data_files: []'] : ['  data_files:']),
    ...splits.flatMap((split) => [
      `  - split: ${splitNames[split]}`,
      `    path: data/${splitNames[split]}-*.${extension}`,
    ]),
    '---',
  ].join('\n');
}

import type { Split } from '@evoline/contract/dataset';

/** Splits under the names that Hugging Face `datasets` takes: letters and underscores. */
export const splitNames: Readonly<Record<Split, string>> = {
  'warm-start': 'warm_start',
  train: 'train',
  'held-out': 'held_out',
};

/** Where shard `index` of `count` of a split lies below an exported folder. */
export function shardName(
  split: Split,
  { index, count }: { readonly index: number; readonly count: number },
  extension: 'parquet' | 'jsonl',
): string {
  const five = (value: number): string => String(value).padStart(5, '0');
  return `data/${splitNames[split]}-${five(index)}-of-${five(count)}.${extension}`;
}

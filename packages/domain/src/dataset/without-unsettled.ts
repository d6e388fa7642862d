import type { KeptItem, Winnowed } from './freeze-drop.ts';
import { winnow } from './winnow.ts';

const dayMilliseconds = 86_400_000;

/**
 * Lets what was merged less than `settleDays` before `asOf` wait: it may still be edited or reverted. With 0
 * nothing waits, nor does what nobody knows the merge of.
 *
 * @param asOf ISO 8601
 */
export function withoutUnsettled<T extends KeptItem>(
  items: readonly T[],
  { settleDays, asOf }: { readonly settleDays: number; readonly asOf: string },
): Winnowed<T> {
  if (settleDays === 0) return { items, drops: [] };
  const settledUpTo = Date.parse(asOf) - settleDays * dayMilliseconds;
  return winnow(items, 'not_settled', ({ mergedAt }) =>
    mergedAt === null || Date.parse(mergedAt) <= settledUpTo ? null : `merged ${mergedAt}`,
  );
}

import type {
  FreezeDatasetInput,
  SplitPin,
  SplitRule,
  SplitShares,
} from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { demoOrganisation } from '../mine/source-locator.ts';
import { assignSplit, pinOf, splitOrder } from './assign-split.ts';

/** The demo world names its repositories after their split. */
export const defaultPins: readonly SplitPin[] = splitOrder.map((split) => ({
  pattern: `${demoOrganisation}/${split}-*`,
  split,
}));

export const defaultShares: SplitShares = { 'warm-start': 0.2, train: 0.6, 'held-out': 0.2 };

/**
 * The rule for an input and the repositories at hand. Without a wish, repositories are kept whole,
 * unless those without a pin would leave a split empty: then their pull requests are cut one by one.
 *
 * @throws EvolineFailure input_invalid when the shares do not add up to 1
 */
export function chooseSplitRule(
  input: Pick<
    FreezeDatasetInput,
    'seed' | 'shares' | 'pins' | 'splitBy' | 'splitAt' | 'stratifyBy'
  >,
  repositories: readonly string[],
): SplitRule {
  const shares = input.shares ?? defaultShares;
  const sum = shares['warm-start'] + shares.train + shares['held-out'];
  if (Math.abs(sum - 1) > 1e-6) {
    throw new EvolineFailure('input_invalid', `shares: must add up to 1, not ${sum}`);
  }
  const cut = { seed: input.seed ?? 0, shares, pins: [...(input.pins ?? defaultPins)] };
  if (input.splitBy === 'time') return { ...cut, kind: 'time', at: input.splitAt ?? null };
  const stratified = { ...cut, stratifyBy: input.stratifyBy ?? null };
  const whole: SplitRule = { kind: 'repository', ...stratified };
  const kind =
    input.splitBy ?? (fillsEverySplit(whole, repositories) ? whole.kind : 'pull-request');
  return { ...stratified, kind };
}

function fillsEverySplit(rule: SplitRule, repositories: readonly string[]): boolean {
  const free = repositories.filter((repository) => pinOf(rule.pins, repository) === null);
  if (free.length === 0) return true;
  const filled = new Set(free.map((repository) => assignSplit(rule, { repository, number: 0 })));
  return splitOrder.every((split) => rule.shares[split] === 0 || filled.has(split));
}

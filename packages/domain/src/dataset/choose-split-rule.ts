import type { FreezeDatasetInput, SplitRule } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { assignSplits, pinOf } from './assign-splits.ts';
import { defaultPins, defaultShares } from './default-splits.ts';
import { splitOrder } from './split-shares.ts';

type SplitInput = Pick<
  FreezeDatasetInput,
  'seed' | 'shares' | 'pins' | 'splitBy' | 'splitAt' | 'stratifyBy'
>;

/**
 * The rule for an input and the repositories at hand. Without a wish, repositories are kept whole,
 * unless those without a pin would leave a split empty: then their pull requests are cut one by one.
 *
 * @throws EvolineFailure input_invalid when the shares do not add up to 1, or knobs do not go together
 */
export function chooseSplitRule(input: SplitInput, repositories: readonly string[]): SplitRule {
  requireFitting(input);
  const { shares = defaultShares, pins = defaultPins, seed = 0 } = input;
  const cut = { seed, shares, pins: [...pins] };
  if (input.splitBy === 'time') return { ...cut, kind: 'time', at: input.splitAt ?? null };
  const stratified = { ...cut, stratifyBy: input.stratifyBy ?? null };
  const whole: SplitRule = { kind: 'repository', ...stratified };
  const kind =
    input.splitBy ?? (fillsEverySplit(whole, repositories) ? whole.kind : 'pull-request');
  return { ...stratified, kind };
}

function requireFitting({ shares = defaultShares, splitBy, splitAt, stratifyBy }: SplitInput) {
  const sum = shares['warm-start'] + shares.train + shares['held-out'];
  if (Math.abs(sum - 1) > 1e-6) throw invalid(`shares: must add up to 1, not ${sum}`);
  if (splitBy === 'time' && stratifyBy !== undefined) {
    throw invalid('stratifyBy: goes with splitBy repository or pull-request, not with time');
  }
  if (splitAt === undefined) return;
  if (splitBy !== 'time') throw invalid('splitAt: goes with "splitBy": "time" only');
  if (Date.parse(splitAt.train) >= Date.parse(splitAt.heldOut)) {
    throw invalid('splitAt: train must begin before heldOut');
  }
}

function fillsEverySplit(rule: SplitRule, repositories: readonly string[]): boolean {
  const free = repositories
    .filter((repository) => pinOf(rule.pins, repository) === null)
    .map((repository) => ({ repository, number: 0, mergedAt: null, language: null }));
  if (free.length === 0) return true;
  const filled = new Set(assignSplits(rule, free).map(({ split }) => split));
  return splitOrder.every((split) => rule.shares[split] === 0 || filled.has(split));
}

function invalid(message: string): EvolineFailure {
  return new EvolineFailure('input_invalid', message);
}

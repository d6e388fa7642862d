import { RewardOutcome } from '@evoline/contract/reward';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combinedReward } from './combined-reward.ts';
import type { RewardPart } from './combined-reward.ts';
import { defaultRewardSetting, rewardName } from './reward-rule.ts';
import type { RewardRule } from './reward-rule.ts';
import { chooseReward, rewardRules } from './reward-rules.ts';

const scored = (value: number, exact = value === 1): RewardOutcome => ({
  outcome: 'scored',
  value,
  exact,
  files: [{ path: `${value}`, similarity: value }],
});
const fault: RewardOutcome = {
  outcome: 'fault',
  value: -1,
  category: 'no_edit_block',
  detail: '',
};
const excluded: RewardOutcome = { outcome: 'excluded', reason: 'over_size_cap' };

/** A rule that says the same of every output. */
function always(name: string, outcome: RewardOutcome): RewardRule {
  const explain = () => ({ outcome, files: [] });
  const prepare = () => ({ explain, score: () => outcome });
  return { name, version: 1, summary: '', madeOf: 'mean', prepare };
}

const task = { codeContext: {}, oracleNewContent: {} };
const judged = (parts: readonly RewardPart[]) =>
  combinedReward(parts).prepare(task, defaultRewardSetting).score('any');
const weighted = (...outcomes: readonly [RewardOutcome, weight: number][]) =>
  outcomes.map(([outcome, weight], index) => ({ rule: always(`r${index}`, outcome), weight }));

describe('combinedReward', () => {
  it('adds values by their shares of the weights', () => {
    expect(judged(weighted([scored(1), 1], [scored(0.5), 3]))).toEqual({
      outcome: 'scored',
      value: 0.625,
      exact: false,
      files: [{ path: '0.5', similarity: 0.5 }],
    });
    expect(judged(weighted([scored(1), 2], [scored(1), 5]))).toMatchObject({
      value: 1,
      exact: true,
    });
  });

  it('counts a fault of one part as -1 and is a fault when all parts are', () => {
    expect(judged(weighted([fault, 1], [scored(0.5), 3]))).toMatchObject({
      outcome: 'scored',
      value: 0.125,
      exact: false,
    });
    expect(judged(weighted([fault, 3], [scored(0.5), 1]))).toMatchObject({ value: -0.625 });
    expect(judged(weighted([fault, 3], [{ ...fault, detail: 'second' }, 1]))).toEqual(fault);
  });

  it('is excluded with one of its parts, whatever the others say', () => {
    expect(judged(weighted([scored(1), 1], [excluded, 1]))).toEqual(excluded);
    expect(judged(weighted([fault, 1], [excluded, 1]))).toEqual(excluded);
  });

  it('stays within -1 and 1 to the last bit, and keeps a value that all parts have at the ends', () => {
    const part = fc.tuple(
      fc.oneof(
        fc.constant(fault),
        fc.constantFrom(0, 1).map((value) => scored(value)),
        fc.double({ min: 0, max: 1, noNaN: true }).map((value) => scored(value)),
      ),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 8 }), (parts) => {
        const outcome = judged(weighted(...parts));
        expect(RewardOutcome.parse(outcome)).toEqual(outcome);
        const perfect = parts.map(([, weight]): [RewardOutcome, number] => [scored(1), weight]);
        expect(judged(weighted(...perfect))).toMatchObject({ value: 1 });
      }),
    );
  });

  it('does not depend on the order of its parts', () => {
    const parts = rewardRules.map((rule, index) => ({ rule, weight: 0.1 * (index + 1) }));
    const [one, other] = [combinedReward(parts), combinedReward(parts.toReversed())];
    expect(rewardName(one)).toBe(
      'combined(discrete@1+search-replace-hardened@1+search-replace@1+unified-diff@1)@1',
    );
    expect(rewardName(other)).toBe(rewardName(one));
    expect(other.configuration).toEqual(one.configuration);
  });

  it('explains every part and shows the files of the heaviest one that scored', () => {
    const context = { a: 'x\nx = 1\n' };
    const rule = chooseReward([
      { reward: 'search-replace@1', weight: 1 },
      { reward: 'search-replace-hardened@1', weight: 3 },
    ]);
    const said = rule
      .prepare(
        { codeContext: context, oracleNewContent: { a: 'y\nx = 1\n' } },
        defaultRewardSetting,
      )
      .explain(
        '<think>t</think><solution>\n```\n### a\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n```\n</solution>',
      );
    expect(said.parts?.map(({ reward, weight }) => [reward, weight])).toEqual([
      ['search-replace-hardened@1', 3],
      ['search-replace@1', 1],
    ]);
    expect(said.parts?.[0]?.explanation.fault?.category).toBe('ambiguous_search');
    const paper = said.parts?.[1]?.explanation;
    expect(said.files).toEqual(paper?.files);
    const value = paper?.outcome.outcome === 'scored' ? paper.outcome.value : Number.NaN;
    expect(said.outcome).toMatchObject({ outcome: 'scored', value: (value - 3) / 4 });
  });
});

import { expect, test } from 'vitest';
import { keyedRewardRule } from './keyed-reward-rule.ts';

const combination = (weight: number) => [
  { reward: 'search-replace@1', weight },
  { reward: 'discrete@1', weight: 1 },
];

test('the key of the paper’s reward stays what it was: scores in databases are found by it', () => {
  expect(keyedRewardRule('search-replace@1').key).toEqual({
    reward: 'search-replace@1',
    configDigest: '5d2d8e7f4e2a4c8bfd2368773eca210c1242d99a263bf2800abdf0dab898e802',
  });
});

test('rules, caps of a rule and weights make different keys, the order of parts does not', () => {
  const choices = ['search-replace@1', 'discrete@1', 'search-replace-hardened@1'];
  const keys = [...choices, combination(1), combination(2)].map((choice) =>
    JSON.stringify(keyedRewardRule(choice).key),
  );
  expect(new Set(keys).size).toBe(keys.length);
  const { key } = keyedRewardRule(combination(2));
  expect(key.reward).toBe('combined(discrete@1+search-replace@1)@1');
  expect(keyedRewardRule(combination(2).toReversed()).key).toEqual(key);
  const hardened = keyedRewardRule('search-replace-hardened@1').key;
  expect(hardened.configDigest).not.toBe(keyedRewardRule('discrete@1').key.configDigest);
});

test('an unknown rule is refused', () => {
  expect(() => keyedRewardRule('bleu@1')).toThrow('there is no rule bleu@1, only search-replace@1');
});

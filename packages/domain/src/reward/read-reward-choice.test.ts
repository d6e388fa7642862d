import { describe, expect, it } from 'vitest';
import { readRewardChoice } from './read-reward-choice.ts';

describe('readRewardChoice', () => {
  it('reads a rule by its name, with and without a version', () => {
    expect(readRewardChoice('search-replace')).toBe('search-replace@1');
    expect(readRewardChoice(' discrete@1 ')).toBe('discrete@1');
  });

  it('reads a combination with weights', () => {
    expect(readRewardChoice('search-replace=3, discrete@1=0.5')).toEqual([
      { reward: 'search-replace@1', weight: 3 },
      { reward: 'discrete@1', weight: 0.5 },
    ]);
  });

  it.each([
    ['nothing', '', 'search-replace@1'],
    ['an unknown name', 'bleu', 'search-replace@1'],
    ['an unknown version', 'search-replace@9', 'search-replace@1'],
    ['a name without its weight', 'search-replace,discrete', '<name>=<weight>'],
    ['a weight of nought', 'search-replace=0,discrete=1', 'above 0'],
    ['a weight that is none', 'search-replace=x,discrete=1', 'above 0'],
    ['two weights', 'search-replace=1=2,discrete=1', '<name>=<weight>'],
    ['a rule twice', 'discrete=1,discrete@1=2', 'once'],
    ['a combination of one', 'discrete=1', 'two rewards'],
  ])('refuses %s', (_what, text, says) => {
    expect(() => readRewardChoice(text)).toThrow(
      expect.objectContaining({ code: 'input_invalid', message: expect.stringContaining(says) }),
    );
  });
});

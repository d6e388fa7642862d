import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupAdvantages } from './group-advantages.ts';

const reward = fc.oneof(fc.constant(-1), fc.double({ min: 0, max: 1, noNaN: true }));
const group = fc.array(fc.option(reward), { minLength: 1, maxLength: 16 });

describe('groupAdvantages', () => {
  it('is the reward less its mean over the sample deviation', () => {
    const advantages = groupAdvantages([1, 0, 0.5]);
    expect(advantages).toEqual([0.5 / (0.5 + 1e-4), -0.5 / (0.5 + 1e-4), 0]);
  });

  it('says nothing about a group of equals, of one, or of none that was scored', () => {
    expect(groupAdvantages([0.1, 0.1, 0.1])).toEqual([0, 0, 0]);
    expect(groupAdvantages([null, 0.7, null])).toEqual([0, 0, 0]);
    expect(groupAdvantages([null, null])).toEqual([0, 0]);
  });

  it('counts only scored samples, and gives the others nothing', () => {
    const [first, excluded, second] = groupAdvantages([1, null, 0]);
    expect([first, second]).toEqual(groupAdvantages([1, 0]));
    expect(excluded).toBe(0);
  });

  it('sums to zero', () => {
    fc.assert(
      fc.property(group, (rewards) => {
        const sum = groupAdvantages(rewards).reduce((total, advantage) => total + advantage, 0);
        expect(Math.abs(sum)).toBeLessThan(1e-6);
      }),
    );
  });

  it('orders samples as their rewards do, wherever they stand in the group', () => {
    fc.assert(
      fc.property(fc.array(reward, { minLength: 2, maxLength: 16 }), fc.nat(), (rewards, turn) => {
        const shift = turn % rewards.length;
        const turned = [...rewards.slice(shift), ...rewards.slice(0, shift)];
        const straight = groupAdvantages(rewards);
        const back = groupAdvantages(turned);
        for (const [at, advantage] of straight.entries()) {
          const other = back[(at - shift + rewards.length) % rewards.length] ?? Number.NaN;
          expect(Math.abs(advantage - other)).toBeLessThan(1e-6);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRewardSetting } from '../reward/reward-rule.ts';
import { searchReplace } from '../reward/search-replace.ts';
import { defaultFlawShares, demonstrate } from './demonstrations.ts';
import type { Demonstration, Flaw } from './demonstrations.ts';
import { swappedLines } from './token-swaps.ts';

const before = 'def clip(a, b):\n    if a > b:\n        return b\n    return a\n';
const after = before.replace('>', '<');
const item = (itemDigest: string) => ({
  itemDigest,
  files: [{ path: 'x.py', before, after }],
  thought: 'fix clip: use < to clip below',
});
const task = { codeContext: { 'x.py': before }, oracleNewContent: { 'x.py': after } };
const score = (output: string) => searchReplace.prepare(task, defaultRewardSetting).score(output);
const none = { 'no-think': 0, 'no-solution-tags': 0, 'no-path': 0, 'no-op': 0, 'wrong-fix': 0 };
const only = (flaw: Flaw) => ({ ...none, [flaw]: 1 });

function demonstrationOf(
  digest: string,
  options: Parameters<typeof demonstrate>[1],
): Demonstration {
  const demonstration = demonstrate(item(digest), options);
  if (demonstration.answer === undefined) throw new Error(demonstration.reason);
  return demonstration;
}

describe('demonstrate', () => {
  it('shows thought and exact edits when it has no flaw', () => {
    const { answer, flaw } = demonstrationOf('d', { seed: 0, flawShares: none });
    expect(flaw).toBeNull();
    expect(answer).toBe(
      '<think>\nfix clip: use < to clip below\n</think>\n<solution>\n```python\n### x.py\n' +
        '<<<<<<< SEARCH\n    if a > b:\n=======\n    if a < b:\n>>>>>>> REPLACE\n```\n</solution>',
    );
    expect(score(answer)).toMatchObject({
      value: 1,
      exact: true,
    });
  });

  it.each([
    ['no-think', 'tag_count'],
    ['no-solution-tags', 'tag_count'],
    ['no-path', 'no_edit_block'],
    ['no-op', 'identical_edit'],
  ] as const)('makes the flaw %s, which scores -1 as %s', (flaw, category) => {
    const demonstration = demonstrationOf('d', { seed: 0, flawShares: only(flaw) });
    expect(demonstration.flaw).toBe(flaw);
    expect(score(demonstration.answer)).toMatchObject({
      value: -1,
      category,
    });
  });

  it('makes a wrong fix that applies and is neither the old nor the right text', () => {
    const { answer, flaw } = demonstrationOf('d', { seed: 0, flawShares: only('wrong-fix') });
    expect(flaw).toBe('wrong-fix');
    expect(answer).toContain('=======\n    if a <= b:\n');
    const outcome = score(answer);
    expect(outcome).toMatchObject({ outcome: 'scored', exact: false });
  });

  it('calls a wrong fix without a token to swap what it becomes: an edit without effect', () => {
    const files = [{ path: 'a.txt', before: 'some\nwords\n', after: 'other\nwords\n' }];
    expect(
      demonstrate({ ...item('d'), files }, { seed: 0, flawShares: only('wrong-fix') }),
    ).toMatchObject({ flaw: 'no-op' });
  });

  it('draws flaws by their shares', () => {
    const counts = new Map<Flaw | null, number>();
    for (let at = 0; at < 4_000; at += 1) {
      const { flaw } = demonstrationOf(`item ${at}`, { seed: 1 });
      counts.set(flaw, (counts.get(flaw) ?? 0) + 1);
    }
    for (const [flaw, share] of Object.entries(defaultFlawShares)) {
      const drawn = [...counts].find(([drawnFlaw]) => drawnFlaw === flaw)?.[1] ?? 0;
      expect(Math.abs(drawn / 4_000 - share)).toBeLessThan(0.03);
    }
    expect(Math.abs((counts.get(null) ?? 0) / 4_000 - 0.4)).toBeLessThan(0.03);
  });

  it('depends on seed and item alone', () => {
    const draw = (seed: number) =>
      Array.from({ length: 50 }, (_, at) => demonstrationOf(`${at}`, { seed }).flaw);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('takes answer tags out of a thought and never leaves it empty', () => {
    const options = { seed: 0, flawShares: none };
    const tagged = { ...item('d'), thought: ' <think></think> ' };
    const { answer } = demonstrate(tagged, options);
    expect(answer).toMatch(/^<think>\nchange x\.py\n<\/think>/);
  });

  it('says why a change cannot be demonstrated', () => {
    const withFiles = (old: string, now: string) => ({
      ...item('d'),
      files: [{ path: 'x', before: old, after: now }],
    });
    expect(demonstrate(withFiles('a\r\n', 'b\r\n'), { seed: 0 })).toEqual({
      answer: undefined,
      reason: 'not_lf_text',
    });
    expect(demonstrate(withFiles('a', 'a'), { seed: 0 })).toMatchObject({
      reason: 'nothing_changes',
    });
  });
});

describe('swappedLines', () => {
  it('swaps whole tokens only', () => {
    expect(swappedLines('    return minimum')).toEqual(['    yield minimum']);
    expect(swappedLines('if a <= b:')).toEqual(['if a < b:', 'while a <= b:']);
  });

  it('never returns the line itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '<', '=', '0', 'if') }), (line) => {
        expect(swappedLines(line)).not.toContain(line);
      }),
    );
  });
});

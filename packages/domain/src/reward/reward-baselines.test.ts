import type { RewardChoice } from '@evoline/contract/reward';
import { ratio } from '@evoline/sequence-matcher/ratio';
import { unifiedDiff } from '@evoline/sequence-matcher/unified-diff';
import { describe, expect, it } from 'vitest';
import { explainReward } from './explain-reward.ts';
import { UnrelatedChanges } from './unrelated-changes.ts';

const block = (path: string, search: string, replace: string) =>
  `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;
const answer = (...blocks: string[]) =>
  `<think>\nso it is\n</think>\n<solution>\n${blocks.join('\n')}\n</solution>`;

const sum =
  'def total(values):\n    result = 0\n    for v in values:\n        result = v\n    return result\n';
const task = {
  codeContext: { 'sum.py': sum, 'notes.md': 'one\ntwo\n' },
  oracleNewContent: {
    'sum.py': sum.replace('result = v', 'result += v'),
    'notes.md': 'one\n2\n',
  },
};
const explain = (
  output: string,
  choice: RewardChoice = 'search-replace@1',
  unrelated?: UnrelatedChanges,
) => explainReward({ choice, task, output, ...(unrelated && { unrelated }) });

describe('baselines', () => {
  const output = answer(block('notes.md', 'two', '2'));
  const other = (before: string, after: string) => ({
    codeContext: { b: before },
    oracleNewContent: { b: after },
  });

  it('are what a blank line at each place of the oracle gets', () => {
    const { blankLines, unrelated } = explain(output).baselines;
    expect(unrelated).toBeNull();
    const blank = answer(
      block('notes.md', 'two', '\ntwo'),
      block('sum.py', '        result = v', '\n        result = v'),
    );
    const scored = explain(blank);
    expect(blankLines.value).toBe(scored.value);
    expect(blankLines.value).toBeGreaterThan(0.5);
    expect(blankLines.files).toEqual(
      scored.files.map(({ path, similarity }) => ({ path, similarity })),
    );
  });

  it('are scored by the rule that is asked, also when the output is at fault', () => {
    expect(explain('nothing', 'discrete@1').baselines.blankLines.value).toBe(0);
    const parts = [
      { reward: 'search-replace@1', weight: 1 },
      { reward: 'unified-diff@1', weight: 1 },
    ];
    expect(explain('nothing', parts).baselines.blankLines.value).toBeGreaterThan(0.4);
  });

  it('are the most alike change of substance of other items, but not of a copy of the item', () => {
    const unrelated = new UnrelatedChanges();
    unrelated.add('same', task);
    unrelated.add('blank', other('one\ntwo\n', 'one\n\ntwo\n'));
    unrelated.add(
      'far',
      other('completely\ndifferent words here\n', 'completely\nother words here\n'),
    );
    unrelated.add('near', other('one\ntwo\n', 'one\n3\n'));
    const said = explain(output, 'search-replace@1', unrelated).baselines.unrelated;
    expect(said?.among).toBe(2);
    expect(said?.from.find(({ path }) => path === 'notes.md')).toEqual({
      path: 'notes.md',
      item: 'near',
      itemPath: 'b',
    });
    const notes = said?.files.find(({ path }) => path === 'notes.md');
    expect(notes?.similarity).toBeGreaterThan(0.9);
    expect(notes?.similarity).toBeLessThan(1);
  });

  it('find the highest of all similarities', () => {
    const unrelated = new UnrelatedChanges();
    const words = ['one', 'two', 'three', 'won', 'tow', 'eon', 'not', 'ton'];
    const pairs = words.flatMap((a) => words.map((b) => [`${a}\n`, `${a}\n${b}\n`] as const));
    for (const [at, [before, after]] of pairs.entries())
      unrelated.add(`${at}`, other(before, after));
    const found = explain(output, 'search-replace@1', unrelated).baselines.unrelated;
    for (const { path, oracleDiff } of explain(output).files) {
      const all = pairs.map(([before, after]) => ratio(unifiedDiff(before, after), oracleDiff));
      const best = found?.files.find((file) => file.path === path)?.similarity;
      expect(best).toBe(Math.max(...all));
    }
  });
});

import { describe, expect, it } from 'vitest';
import { discrete } from './discrete.ts';
import { defaultRewardSetting } from './reward-rule.ts';
import { searchReplace } from './search-replace.ts';

const task = {
  codeContext: { a: 'x = 1\ny = 2\n', b: 'z\n' },
  oracleNewContent: { a: 'x = 1\ny = 3\n', b: 'w\n' },
};
const judge = discrete.prepare(task, defaultRewardSetting);
const paper = searchReplace.prepare(task, defaultRewardSetting);
const block = (path: string, search: string, replace: string) =>
  `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;
const output = (...blocks: string[]) =>
  `<think>t</think><solution>\n${blocks.join('\n')}\n</solution>`;

describe('discrete@1', () => {
  it('gives 1 for the oracle change of every file', () => {
    const files = ['a', 'b'].map((path) => ({ path, similarity: 1 }));
    expect(judge.score(output(block('a', 'y = 2', 'y = 3'), block('b', 'z', 'w')))).toEqual({
      outcome: 'scored',
      value: 1,
      exact: true,
      files,
    });
  });

  it.each([
    ['one file of two', output(block('a', 'y = 2', 'y = 3'))],
    ['almost the change', output(block('a', 'y = 2', 'y = 4'), block('b', 'z', 'w'))],
    [
      'one file too many',
      output(block('a', 'y = 2', 'y = 3'), block('b', 'z', 'w'), block('c', '', 'q')),
    ],
  ])('gives 0 for %s', (_name, text) => {
    expect(judge.score(text)).toMatchObject({ outcome: 'scored', value: 0, exact: false });
    expect(paper.score(text)).not.toMatchObject({ value: 0 });
  });

  it('has the faults of search-replace@1', () => {
    for (const text of [
      '',
      output('prose'),
      output(block('a', 'q', 'r')),
      output(block('a', '', '')),
    ]) {
      expect(judge.score(text)).toMatchObject({ outcome: 'fault', value: -1 });
      expect(judge.score(text)).toEqual(paper.score(text));
    }
  });
});

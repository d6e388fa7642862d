import type { RewardCategory } from '@evoline/contract/reward';
import { describe, expect, it } from 'vitest';
import { explainReward } from './explain-reward.ts';

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
describe('an explained fault', () => {
  const fault = (output: string, choice = 'search-replace@1') =>
    explainReward({ choice, task, output }).fault;

  it('names a tag that is missing, and one that occurs again with its place', () => {
    expect(fault('<think>a</think><solution>')).toMatchObject({
      category: 'tag_count',
      finding: '</solution> does not occur',
      position: null,
      excerpt: null,
    });
    const twice = '<think>😀\nthe <solution> is</think><solution></solution>';
    expect(fault(twice)).toMatchObject({
      finding: '<solution> occurs again here',
      position: { offset: 34, line: 2, column: 26 },
      excerpt: { before: 'the <solution> is</think>', text: '<solution>', after: '</solution>' },
    });
  });

  it.each([
    [
      'nothing like it',
      'sum.py',
      'while True:',
      'its first line "while True:" is no line of the file',
    ],
    ['it in mid line', 'sum.py', 'result = v', "it stands in line 4, but not at the line's start"],
    [
      'it with other white space',
      'sum.py',
      '  for v in values:\n    result = v',
      'the lines from 3 on are the same but for white space',
    ],
    [
      'its beginning',
      'sum.py',
      '    for v in values:\n        result += v',
      'its first line stands at line 3; there the file goes on with "        result = v", the search text with "        result += v"',
    ],
    [
      'the file',
      'src/sum.py',
      'x',
      '"src/sum.py" is not among the files that were shown, so that it starts empty; is "sum.py" meant?',
    ],
    [
      'any file like it',
      '__proto__',
      'x',
      '"__proto__" is not among the files that were shown, so that it starts empty ("sum.py", "notes.md")',
    ],
  ])(
    'says of a search text that is not found where it finds %s',
    (_what, path, search, finding) => {
      const output = answer(block('notes.md', 'two', '2'), block(path, search, 'y'));
      const said = fault(output);
      expect(said).toMatchObject({ category: 'search_not_found', finding });
      expect(output.split('\n')[(said?.position?.line ?? 0) - 1]).toBe(search.split('\n')[0]);
      expect(said?.excerpt?.text).toBe(search);
    },
  );

  it('tells that an earlier block took the text away, and where an ambiguous one stands', () => {
    const taken = answer(block('notes.md', 'two', '2'), block('notes.md', 'two', 'II'));
    expect(fault(taken)?.finding).toMatch(/until a block before this one changed that place/);
    const twice = answer(block('sum.py', '    r', '    R'));
    expect(fault(twice, 'search-replace-hardened@1')).toMatchObject({
      category: 'ambiguous_search',
      finding: 'it stands at the lines 2, 5',
    });
  });

  it('has a meaning and a cure for every category', () => {
    const outputs: Partial<Record<RewardCategory, string>> = {
      empty_thought: '<think> \n</think><solution></solution>',
      no_edit_block: '<think>t</think><solution>nothing</solution>',
      identical_edit: answer(block('notes.md', 'two', 'two')),
    };
    for (const [category, output] of Object.entries(outputs)) {
      const said = fault(output);
      expect(said?.category).toBe(category);
      expect(said?.meaning).not.toBe('');
      expect(said?.cure).not.toBe('');
      expect(said?.position).not.toBeNull();
    }
  });

  it('cuts a long excerpt without parting a character', () => {
    const output = answer(block('notes.md', '😀'.repeat(5_000), 'y'));
    const text = fault(output)?.excerpt?.text ?? '';
    expect(text.length).toBeLessThan(500);
    expect(text.isWellFormed()).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRewardSetting } from './reward-rule.ts';
import { hardenedEditCaps, searchReplaceHardened } from './search-replace-hardened.ts';
import { searchReplace } from './search-replace.ts';

const before = 'x = 1\ny = 2\nz = 3\nx = 1\n\nend';
const task = { codeContext: { a: before }, oracleNewContent: { a: before.replace('2', '20') } };
const hardened = searchReplaceHardened.prepare(task, defaultRewardSetting);
const paper = searchReplace.prepare(task, defaultRewardSetting);

const block = (search: string, replace: string, path = 'a') =>
  `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;
const output = (...blocks: string[]) =>
  `<think>t</think><solution>\n${blocks.join('\n')}\n</solution>`;

describe('search-replace-hardened@1', () => {
  it.each([
    ['a whole line that occurs once', output(block('y = 2', 'y = 30'))],
    ['lines up to the end of the file', output(block('x = 1\n\nend', 'end'))],
    ['a new file', output(block('y = 2', 'y = 20'), block('', 'new', 'b'))],
    ['edits that see the ones before', output(block('y = 2', 'q'), block('q\nz = 3', 'y = 20'))],
    ['a divider between blocks', output(block('y = 2', 'y = 20'), 'Heading\n=======', 'text')],
  ])('scores %s as search-replace@1 does', (_name, text) => {
    expect(hardened.score(text)).toMatchObject({ outcome: 'scored' });
    expect(hardened.score(text)).toEqual(paper.score(text));
  });

  it.each([
    ['a search text that is found twice', block('x = 1', 'x'), 'ambiguous_search', 'x = 1'],
    ['a search text that starts two lines', block('x', 'xx'), 'ambiguous_search', 'x'],
    ['an empty search text in a file', block('', 'q'), 'ambiguous_search', ''],
    ['a search text that ends in mid line', block('y', 'yy'), 'partial_line', 'y'],
    [
      'a block that swallows the next',
      `${block('y = 2', 'q').replace('\nq\n', '\n')}\n${block('z = 3', 'z')}`,
      'malformed_block',
      '>>>>>>> REPLACE',
    ],
    [
      'two edits in one fence',
      block('y = 2', 'q').replace('\n```', '') + block('z = 3', 'z').slice('```\n### a'.length),
      'malformed_block',
      '>>>>>>> REPLACE',
    ],
    ['an underline in a text', block('y = 2', 'y\n======='), 'malformed_block', '======='],
    [
      'a block that cannot be read beside one that can',
      `${block('y = 2', 'y = 20')}\n${block('z = 3', 'z').replace('### ', '## ')}`,
      'malformed_block',
      '<<<<<<< SEARCH',
    ],
  ])('gives -1 for %s, which search-replace@1 scores', (_name, answer, category, marked) => {
    const text = output(answer);
    expect(paper.score(text)).toMatchObject({ outcome: 'scored' });
    const { outcome, fault } = hardened.explain(text);
    expect(outcome).toMatchObject({ outcome: 'fault', value: -1, category });
    expect(text.slice(fault?.span?.start, fault?.span?.end)).toBe(marked);
  });

  it.each([
    ['blocks', Array.from({ length: hardenedEditCaps.blocks + 1 }, (_, n) => [`${n}`, 'b', 'a'])],
    ['paths', Array.from({ length: hardenedEditCaps.paths + 1 }, (_, n) => ['', 'b', `p${n}`])],
    ['editCharacters', [['y = 2', 'z'.repeat(hardenedEditCaps.editCharacters), 'a']]],
  ] as const)('gives -1 for more %s than its cap', (cap, edits) => {
    const text = output(
      ...edits.map(([search = '', replace = '', path]) => block(search, replace, path)),
    );
    expect(hardened.score(text)).toMatchObject({
      category: 'over_edit_caps',
      detail: `${cap}: more than ${hardenedEditCaps[cap]}`,
    });
  });

  it('never gives another value than search-replace@1, only a fault', () => {
    const text = fc
      .array(fc.constantFrom('y = 2', 'z = 3', 'end', 'x = 1', 'x', '', '=======', 'new'), {
        minLength: 1,
        maxLength: 2,
      })
      .map((lines) => lines.join('\n'));
    const anyBlock = fc
      .tuple(text, text, fc.constantFrom('a', 'a', 'a', 'b'))
      .map(([search, replace, path]) => block(search, replace, path));
    const scored = { hardened: 0, paper: 0 };
    fc.assert(
      fc.property(fc.array(anyBlock, { minLength: 1, maxLength: 3 }), (blocks) => {
        const [ours, theirs] = [hardened, paper].map((judge) => judge.score(output(...blocks)));
        if (theirs?.outcome === 'scored') scored.paper += 1;
        if (ours?.outcome === 'scored') {
          scored.hardened += 1;
          expect(ours).toEqual(theirs);
        } else expect(ours).toMatchObject({ outcome: 'fault' });
      }),
      { numRuns: 3_000 },
    );
    expect(scored.hardened).toBeGreaterThan(20);
    expect(scored.paper).toBeGreaterThan(scored.hardened);
  });
});

import { RewardOutcome } from '@evoline/contract/reward';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRewardSetting } from './reward-rule.ts';
import type { RewardTask } from './reward-rule.ts';
import { rewardRules } from './reward-rules.ts';
import { searchReplace } from './search-replace.ts';

/**
 * Texts that a policy may learn to emit, of sizes at which a quadratic path would take minutes. What is
 * checked is that every rule answers; how long it takes is the bench's to say.
 */
const file = Array.from({ length: 2_000 }, (_, n) => `line ${n % 50} = ${n}`).join('\n');
const task: RewardTask = {
  codeContext: { a: file },
  oracleNewContent: { a: file.replace('line 7 = 7', 'line 7 = 70') },
};

const block = (search: string, replace: string, path = 'a') =>
  `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;
const output = (solution: string, thought = 't') =>
  `<think>\n${thought}\n</think>\n<solution>\n${solution}\n</solution>`;
const exact = block('line 7 = 7', 'line 7 = 70');

const repeated = 'x\n'.repeat(250_000);
const hostile: readonly (readonly [name: string, text: string])[] = [
  ['a megabyte of thinking', output(exact, 'so I think '.repeat(100_000))],
  ['a megabyte of white space for a thought', output(exact, ' \n'.repeat(500_000))],
  ['a megabyte of openings of tags', output(exact, '<'.repeat(1_000_000))],
  ['ten thousand fences', output('```\n'.repeat(10_000) + exact)],
  ['ten thousand fences in one line', output('```'.repeat(10_000) + `\n${exact}`)],
  ['ten thousand openings of a block', output('```\n### a\n<<<<<<< SEARCH\n'.repeat(10_000))],
  ['ten thousand path lines', output('```\n### a'.repeat(10_000))],
  ['ten thousand blocks', output(Array.from({ length: 10_000 }, () => exact).join('\n'))],
  [
    'ten thousand edits of one line',
    output(Array.from({ length: 10_000 }, (_, n) => block(`${n}`, `${n + 1}`, 'new')).join('\n')),
  ],
  [
    'two thousand edits of different lines',
    output(
      Array.from({ length: 2_000 }, (_, n) => block(`line ${n % 50} = ${n}`, `${n}`))
        .toReversed()
        .join('\n'),
    ),
  ],
  [
    'ten thousand paths',
    output(Array.from({ length: 10_000 }, (_, n) => block('', 'x', `p${n}`)).join('\n')),
  ],
  ['a search text of a megabyte', output(block('y'.repeat(1_000_000), 'x'))],
  ['a search text of many equal lines', output(block(`${repeated}y`, 'x'))],
  ['a path of a megabyte', output(block('', 'x', 'p'.repeat(1_000_000)))],
  ['a new file of a megabyte', output(block('', repeated, 'new'))],
  ['lone surrogates', output(block('line 7 = 7', '\ud83d\udc00\ud800'), '\udc00')],
  ['NUL characters', output(block('line 7 = 7', '\0'.repeat(1_000)), '\0')],
  ['a tag in the code', output(block('line 7 = 7', '<think>'))],
  ['marker lines in the code', output(block('line 7 = 7', '=======\n<<<<<<< SEARCH\n```'))],
  ['a megabyte of marker lines', output('=======\n'.repeat(125_000) + exact)],
  [
    'a patch of a megabyte of hunk headers',
    output('--- a\n+++ a\n' + '@@ -0,0 +1 @@\n+x\n'.repeat(60_000)),
  ],
  [
    'a patch with a megabyte of blank lines',
    output(`--- a\n+++ a\n@@ -0,0 +1 @@\n+x\n${'\n'.repeat(1e6)}.`),
  ],
  ['names that can be parted anywhere', output(`diff --git ${'a b/ '.repeat(200_000)}`)],
  [
    'binary names that can be parted anywhere',
    output(`Binary files ${'a and '.repeat(200_000)}\tx differ`),
  ],
];

describe.each(rewardRules)('$name@$version', (rule) => {
  const judge = rule.prepare(task, defaultRewardSetting);

  it.each(hostile)('answers to %s', (_name, text) => {
    const outcome = judge.score(text);
    expect(RewardOutcome.parse(outcome)).toEqual(outcome);
    expect(judge.score(text)).toEqual(outcome);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'takes %s for a path like any other',
    (path) => {
      const named = (text: string) => Object.fromEntries([[path, text]]);
      const odd = rule.prepare(
        { codeContext: named('x\n'), oracleNewContent: named('y\n') },
        defaultRewardSetting,
      );
      const patch = `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-x\n+y\n`;
      const text = output(rule.name === 'unified-diff' ? patch : block('x', 'y', path));
      const files = [{ path, similarity: 1 }];
      expect(odd.score(text)).toEqual({ outcome: 'scored', value: 1, exact: true, files });
      // The same name that no file of the item has.
      const unknown = rule.prepare({ codeContext: {}, oracleNewContent: {} }, defaultRewardSetting);
      expect(unknown.score(output(block('x', 'y', path)))).not.toMatchObject({ value: 0.5 });
    },
  );

  it('answers to anything made of the pieces of an answer', () => {
    const markers = ['```', '### a', '\n', '=======', '>>>>>>> REPLACE', '@@ -1 +1 @@', '-x'];
    const tags = ['<think>', '</think>', '<solution>', '</solution>', 't'];
    const patch = '--- a/a\n+++ b/a\n';
    const piece = fc.constantFrom(...tags, ...markers, exact, block('', '', 'b'), patch);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        expect(() => judge.score(pieces.join('\n'))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('search texts that repeat themselves', () => {
  it.each([
    ['equal lines', 'a\n'.repeat(200_000), `${'a\n'.repeat(100_000)}b`],
    ['line feeds', '\n'.repeat(400_000), `${'\n'.repeat(200_000)}b`],
    ['one long line', `\n${'a'.repeat(500_000)}`.repeat(2), `${'a'.repeat(400_000)}b`],
    [
      'a beginning that is there again and again',
      'ab\na\n'.repeat(100_000),
      `${'ab\na\n'.repeat(90_000)}c`,
    ],
  ])('are looked for in linear time: %s', (_name, content, search) => {
    const judge = searchReplace.prepare(
      { codeContext: { a: content }, oracleNewContent: { a: `${content}end` } },
      defaultRewardSetting,
    );
    expect(judge.score(output(block(search, 'x')))).toMatchObject({
      category: 'search_not_found',
    });
    const edited = output(`${block(search.slice(0, -1), 'x')}\n${block(search, 'y')}`);
    expect(judge.score(edited)).toMatchObject({ category: 'search_not_found' });
  });
});

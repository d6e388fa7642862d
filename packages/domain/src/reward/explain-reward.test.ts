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
const explain = (
  output: string,
  choice: Parameters<typeof explainReward>[0]['choice'] = 'search-replace@1',
) => explainReward({ choice, task, output });

describe('an explained score', () => {
  it('shows both diffs, matched blocks and similarity of every file, and that the value is their mean', () => {
    const said = explain(answer(block('sum.py', '        result = v', '        result += v')));
    expect(said).toMatchObject({
      outcome: 'scored',
      value: 0.5,
      exact: false,
      origin: { kind: 'mean', files: 2 },
    });
    const [notes, code] = said.files;
    expect(notes).toMatchObject({
      path: 'notes.md',
      similarity: 0,
      predictedDiff: '',
      matchedCharacters: 0,
      blocks: [],
    });
    expect(notes?.oracleDiff).toBe('@@ -1,2 +1,2 @@\n one\n-two\n+2');
    const length = code?.oracleDiff.length ?? 0;
    expect(code).toMatchObject({
      similarity: 1,
      matchedCharacters: length,
      blocks: [{ predictedStart: 0, oracleStart: 0, length }],
    });
  });

  it('counts characters, not UTF-16 units, in blocks that add up to the similarity', () => {
    const said = explainReward({
      choice: 'search-replace@1',
      task: { codeContext: { a: '😀😁\n' }, oracleNewContent: { a: '😀😂\n' } },
      output: answer(block('a', '😀😁', '😀😃😂')),
    });
    const file = said.files[0]!;
    expect(file.predictedCharacters).toBe([...file.predictedDiff].length);
    const characters = file.predictedCharacters + file.oracleCharacters;
    expect(file.similarity).toBe((2 * file.matchedCharacters) / characters);
    const [predicted, oracle] = [[...file.predictedDiff], [...file.oracleDiff]];
    for (const { predictedStart, oracleStart, length } of file.blocks) {
      expect(predicted.slice(predictedStart, predictedStart + length)).toEqual(
        oracle.slice(oracleStart, oracleStart + length),
      );
    }
  });

  it('says that nobody changes anything, or that all or nothing counts', () => {
    const unchanged = { codeContext: { a: 'x\n' }, oracleNewContent: { a: 'x\n' } };
    const output = answer(block('a', 'x', 'y'), block('a', 'y', 'x'));
    expect(explainReward({ choice: 'search-replace@1', task: unchanged, output })).toMatchObject({
      value: 1,
      origin: { kind: 'nothing_changed' },
    });
    const half = answer(block('notes.md', 'two', '2'));
    expect(explain(half, 'discrete@1')).toMatchObject({ value: 0, origin: { kind: 'exactness' } });
    const oneFile = { codeContext: { a: 'x\n' }, oracleNewContent: { a: 'z\n' } };
    const near = answer(block('a', 'x', 'y'));
    expect(explainReward({ choice: 'discrete@1', task: oneFile, output: near })).toMatchObject({
      value: 0,
      origin: { kind: 'exactness' },
    });
  });

  it('unfolds a combination into its parts with their shares', () => {
    const said = explain(answer(block('notes.md', 'two', '2')), [
      { reward: 'search-replace@1', weight: 3 },
      { reward: 'discrete@1', weight: 1 },
    ]);
    expect(said).toMatchObject({ value: 0.375, origin: { kind: 'parts' } });
    expect(said.parts).toMatchObject([
      { weight: 1, share: 0.25, adds: 0, score: { reward: 'discrete@1', value: 0 } },
      { weight: 3, share: 0.75, adds: 0.375, score: { reward: 'search-replace@1', value: 0.5 } },
    ]);
    expect(said.parts[1]?.score.files).toHaveLength(2);
  });

  it('names what excludes an output', () => {
    const large = { codeContext: { a: `x\n${'y'.repeat(17_000_000)}` }, oracleNewContent: {} };
    const said = explainReward({
      choice: 'search-replace@1',
      task: large,
      output: answer(block('a', 'x', 'y')),
    });
    expect(said).toMatchObject({
      outcome: 'excluded',
      value: null,
      origin: null,
      excluded: { reason: 'over_size_cap', meaning: expect.stringContaining('larger') },
    });
  });
});

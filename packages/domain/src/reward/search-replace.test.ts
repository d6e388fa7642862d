import { RewardOutcome } from '@evoline/contract/reward';
import { describe, expect, it } from 'vitest';
import { defaultRewardSetting } from './reward-rule.ts';
import type { RewardCaps } from './reward-rule.ts';
import { chooseReward } from './reward-rules.ts';
import { searchReplace } from './search-replace.ts';

const codeContext = { 'a.py': 'x = 1\ny = 2\nz = 3\n' };
const oracleNewContent = { 'a.py': 'x = 1\ny = 20\nz = 3\n' };

const block = (search: string, replace: string, path = 'a.py') =>
  `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;
const output = (...blocks: string[]) =>
  `<think>\nbecause\n</think>\n<solution>\n${blocks.join('\n')}\n</solution>`;
const task = { codeContext, oracleNewContent };
const prepared = searchReplace.prepare(task, defaultRewardSetting);
const score = (text: string) => prepared.score(text);

describe('search-replace@1', () => {
  it('gives 1 and calls exact what changes every file as the oracle does', () => {
    const outcome = score(output(block('y = 2', 'y = 20')));
    expect(outcome).toEqual({
      outcome: 'scored',
      value: 1,
      exact: true,
      files: [{ path: 'a.py', similarity: 1 }],
    });
  });

  it('calls a near miss well-formed and not exact', () => {
    const outcome = score(output(block('y = 2', 'y = 30')));
    expect(outcome).toMatchObject({ value: 0.9772727272727273, exact: false });
  });

  it('averages over the files that either side changes', () => {
    const text = output(block('y = 2', 'y = 20'), block('', 'new', 'q.py'));
    expect(score(text)).toMatchObject({ value: 0.5, exact: false });
    expect(score(output(block('', 'new', 'q.py')))).toMatchObject({ value: 0 });
  });

  it('gives 1 when nobody changes anything', () => {
    const still = { codeContext, oracleNewContent: codeContext };
    const undone = output(block('y = 2', 'w = 2'), block('w = 2', 'y = 2'));
    const judge = searchReplace.prepare(still, defaultRewardSetting);
    expect(judge.score(undone)).toMatchObject({ value: 1, exact: true });
  });

  it.each([
    ['no tags', 'just text', 'tag_count', '<think>'],
    ['a tag named in the code', output(block('y = 2', '</think>')), 'tag_count', '</think>'],
    ['an empty thought', output(block('y', 'z')).replace('because', '\u001c'), 'empty_thought', ''],
    ['no block', output('prose'), 'no_edit_block', ''],
    ['an edit without effect', output(block('y', 'y')), 'identical_edit', 'a.py: y'],
    ['an absent search text', output(block('q', 'y')), 'search_not_found', 'a.py: q'],
  ])('gives -1 for %s and says why', (_name, text, category, detail) => {
    const outcome = score(text);
    expect(outcome).toEqual({ outcome: 'fault', value: -1, category, detail });
  });

  it('excludes what is beyond the caps and never scores it -1', () => {
    const tooLarge = { outcome: 'excluded', reason: 'over_size_cap' };
    const caps = { fileCharacters: 100, diffCharacters: 100 };
    const within = (limits: RewardCaps) =>
      searchReplace
        .prepare(task, { ...defaultRewardSetting, caps: limits })
        .score(output(block('y = 2', 'y = 20')));
    expect(within({ ...caps, fileCharacters: 10 })).toEqual(tooLarge);
    expect(within({ ...caps, diffCharacters: 10 })).toEqual(tooLarge);
    expect(within(caps)).toMatchObject({ value: 1 });
  });

  it('looks for faults in a file beyond the cap too', () => {
    const capped = searchReplace.prepare(task, {
      ...defaultRewardSetting,
      caps: { fileCharacters: 10, diffCharacters: 100 },
    });
    const several = (search: string) => output(block(search, 'y = 20'));
    expect(capped.score(several('x = 1\ny = 2'))).toMatchObject({ reason: 'over_size_cap' });
    expect(capped.score(several('x = 1\ny = 3'))).toMatchObject({ category: 'search_not_found' });
  });

  it('answers in the shape of the contract', () => {
    for (const text of [output(block('y = 2', 'y = 20')), 'nothing']) {
      expect(RewardOutcome.parse(score(text))).toEqual(score(text));
    }
  });

  it('is the rule that lineage calls search-replace@1', () => {
    expect(chooseReward('search-replace@1')).toBe(searchReplace);
  });
});

describe('the explanation of search-replace@1', () => {
  it('shows thought, edits and both diffs of every file', () => {
    const text = output(block('y = 2', 'y = 30'), block('', 'new', 'q.py'));
    const said = prepared.explain(text);
    expect(said.tagged?.thought).toBe('because');
    expect(said.edits?.map(({ path }) => path)).toEqual(['a.py', 'q.py']);
    expect(said.files).toEqual([
      {
        path: 'a.py',
        similarity: 0.9772727272727273,
        predictedDiff: '@@ -1,3 +1,3 @@\n x = 1\n-y = 2\n+y = 30\n z = 3',
        oracleDiff: '@@ -1,3 +1,3 @@\n x = 1\n-y = 2\n+y = 20\n z = 3',
      },
      { path: 'q.py', similarity: 0, predictedDiff: '@@ -0,0 +1 @@\n+new', oracleDiff: '' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { defaultRewardSetting } from './reward-rule.ts';
import { rewardTask } from './reward-task.ts';
import { searchReplace } from './search-replace.ts';

const file = { previousPath: null, status: 'modified', before: 'x', after: 'y' } as const;

describe('rewardTask', () => {
  it('knows modified, created, removed and renamed files', () => {
    expect(
      rewardTask({
        files: [
          { ...file, path: 'a' },
          { ...file, path: 'new', status: 'added', before: null },
          { ...file, path: 'gone', status: 'removed', after: null },
          { ...file, path: 'b', previousPath: 'old', status: 'renamed' },
        ],
        context: [],
      }),
    ).toEqual({
      codeContext: { a: 'x', gone: 'x', old: 'x' },
      oracleNewContent: { a: 'y', new: 'y', gone: '', old: '', b: 'y' },
    });
  });

  it('holds an edit of a shown file against which the oracle did nothing', () => {
    const task = rewardTask({
      files: [{ ...file, path: 'a' }],
      context: [{ path: 'c', content: 'z' }],
    });
    const edit = (path: string, search: string) =>
      `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\ny\n>>>>>>> REPLACE\n\`\`\``;
    const reward = (...edits: string[]) => {
      const output = `<think>\nt\n</think>\n<solution>\n${edits.join('\n')}\n</solution>`;
      return searchReplace.prepare(task, defaultRewardSetting).score(output);
    };
    expect(reward(edit('a', 'x'))).toMatchObject({ value: 1 });
    expect(reward(edit('a', 'x'), edit('c', 'z'))).toMatchObject({ value: 0.5 });
    expect(reward(edit('a', 'x'), edit('d', 'z'))).toMatchObject({ value: -1 });
  });
});

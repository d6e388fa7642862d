import { describe, expect, it } from 'vitest';
import { rewardTask } from './reward-task.ts';

const file = { previousPath: null, status: 'modified', before: 'x', after: 'y' } as const;

describe('rewardTask', () => {
  it('knows modified, created, removed and renamed files', () => {
    expect(
      rewardTask([
        { ...file, path: 'a' },
        { ...file, path: 'new', status: 'added', before: null },
        { ...file, path: 'gone', status: 'removed', after: null },
        { ...file, path: 'b', previousPath: 'old', status: 'renamed' },
      ]),
    ).toEqual({
      codeContext: { a: 'x', gone: 'x', old: 'x' },
      oracleNewContent: { a: 'y', new: 'y', gone: '', old: '', b: 'y' },
    });
  });
});

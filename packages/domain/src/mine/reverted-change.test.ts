import { expect, it } from 'vitest';
import { revertedChange } from './reverted-change.ts';

const of = (over: Partial<Parameters<typeof revertedChange>[0]>) =>
  revertedChange({ title: 'Fix', body: '', branch: '', messages: [], ...over });
const commit = '0123456789abcdef0123456789abcdef01234567';

it.each([
  [{ title: 'Revert "Fix the cache (#12)"' }, { pullRequest: 12, commit: null }],
  [
    { title: 'Revert "Fix"', body: 'Reverts owner/name#12' },
    { pullRequest: 12, commit: null },
  ],
  [
    { title: 'Revert "Fix"', branch: 'revert-12-fix-cache' },
    { pullRequest: 12, commit: null },
  ],
  [{ title: 'fix(core): revert PR #12' }, { pullRequest: 12, commit: null }],
  [{ title: 'revert: feat: the cache' }, { pullRequest: null, commit: null }],
  [{ title: 'Revert recursive evolve' }, { pullRequest: null, commit: null }],
  [
    { title: 'Revert "Fix"', messages: [`Revert "Fix"\n\nThis reverts commit ${commit}.`] },
    { pullRequest: null, commit },
  ],
])('tells that %j is a revert, and of what', (over, expected) => {
  expect(of(over)).toEqual(expected);
});

it.each([
  { title: 'Revert to the old default' },
  { title: 'fix: revert the order of arguments' },
  { title: 'Fix the revert command' },
  { title: 'Support reverting "soft" deletes' },
  // A commit on the way that was taken back again.
  { messages: [`Revert "try"\n\nThis reverts commit ${commit}.`] },
])('does not take %j for one', (over) => {
  expect(of(over)).toBeNull();
});

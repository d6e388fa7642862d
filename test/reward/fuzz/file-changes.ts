import { prepareLines } from '@evoline/sequence-matcher/prepare-lines';
import { unifiedDiff } from '@evoline/sequence-matcher/unified-diff';
import { randomChange } from '../random-files.ts';
import { type FuzzKind, said } from './fuzz-kind.ts';

/** The unified diff of two versions of a file, plain and with the old one prepared. */
export const fileChanges: FuzzKind = {
  name: 'diffs',
  texts(seed) {
    const change = randomChange(seed);
    return { texts: [change.old, change.new] };
  },
  async differs({ texts: [before = '', after = ''] }, python) {
    const { diff } = await python.ask<{ diff: string }>({ act: 'diff', old: before, new: after });
    const ours = said(() => [unifiedDiff(before, after), prepareLines(before).unifiedDiff(after)]);
    if (ours?.every((text) => text === diff)) return undefined;
    return { file: 'udiff', content: { family: 'fuzz', old: before, new: after, diff } };
  },
};

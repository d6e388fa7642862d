import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../reward/apply-edits.ts';
import { parseEditBlocks } from '../reward/edit-blocks.ts';
import { PreparedFiles } from '../reward/prepared-files.ts';
import { readTaggedOutput } from '../reward/tagged-output.ts';
import { renderAnswer } from './answer-text.ts';
import { editsBetween } from './edits-between.ts';

function editsOf(before: string, after: string) {
  return editsBetween('a.py', before, after).edits ?? [];
}

/** What the reward makes of an answer with these edits. */
function appliedByReward(before: string, edits: ReturnType<typeof editsOf>): string | undefined {
  const read = readTaggedOutput(renderAnswer({ thought: 't', edits }));
  if ('fault' in read) throw new Error(read.fault.category);
  const blocks = parseEditBlocks(read.tagged.answer);
  expect(blocks.map(({ path, search, replace }) => ({ path, search, replace }))).toEqual(edits);
  const files = new PreparedFiles({ codeContext: { 'a.py': before }, oracleNewContent: {} });
  const fileAt = (at: string) => files.fileAt(at);
  const applied = applyEdits(blocks, { fileAt, maxCharacters: 1e6 });
  if (!('edited' in applied)) throw new Error(JSON.stringify(applied));
  return applied.edited.get('a.py')?.units() ?? before;
}

describe('editsBetween', () => {
  it('searches for the changed line alone when it occurs once', () => {
    expect(editsOf('a\nb\nc\n', 'a\nx\nc\n')).toEqual([
      { path: 'a.py', search: 'b', replace: 'x' },
    ]);
  });

  it('grows the search text until the rule can only mean one place', () => {
    const edits = editsOf('x\nreturn\ny\nreturn\n', 'x\nreturn\ny\nyield\n');
    expect(edits).toEqual([{ path: 'a.py', search: 'y\nreturn\n', replace: 'y\nyield\n' }]);
    expect(editsOf('b = 1\nb\n', 'b = 1\nc\n')).toEqual([
      { path: 'a.py', search: 'b\n', replace: 'c\n' },
    ]);
  });

  it('takes a neighbour along to insert or to take out lines', () => {
    expect(editsOf('a\nb\nc', 'a\nc')).toEqual([{ path: 'a.py', search: 'b\nc', replace: 'c' }]);
    expect(editsOf('a\nc', 'a\nb\nc')).toEqual([{ path: 'a.py', search: 'c', replace: 'b\nc' }]);
  });

  it('makes a new file of nothing and nothing of a file', () => {
    expect(editsOf('', 'a\nb\n')).toEqual([{ path: 'a.py', search: '', replace: 'a\nb\n' }]);
    expect(editsOf('a\n', '')).toEqual([{ path: 'a.py', search: 'a\n', replace: '' }]);
    expect(editsOf('same', 'same')).toEqual([]);
  });

  it('gives after exactly when the reward reads and applies the answer', () => {
    const line = fc.constantFrom('', 'a', 'ab', 'b', '    a', '```', '### a', 'c = 1', '>>>>>>>');
    const text = fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        expect(appliedByReward(before, editsOf(before, after))).toBe(after);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives after exactly or says that a marker stands in the way', () => {
    const line = fc.constantFrom('a', 'b', '=======', '>>>>>>> REPLACE', '```', '<<<<<<< SEARCH');
    const text = fc.array(line, { maxLength: 10 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        const between = editsBetween('a.py', before, after);
        if (between.edits === undefined) expect(between.reason).toBe('marker_in_text');
        else expect(appliedByReward(before, between.edits)).toBe(after);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['a\r\n', 'b\r\n', 'not_lf_text', 'a.py'],
    ['a', '</think>', 'tag_in_text', 'a.py'],
    ['a', 'b', 'odd_path', 'a\nb'],
    ['a\nTitle\n=======\n', 'b\nTitle\n=======\nc\n', undefined, 'a.py'],
    ['Title\n=======\n', 'Title\n=======\n=======\n', undefined, 'a.py'],
    ['x\n=======\ny', 'z', 'marker_in_text', 'a.py'],
  ])('of %j and %j answers %j', (before, after, reason, path) => {
    const between = editsBetween(path, before, after);
    expect('reason' in between ? between.reason : undefined).toBe(reason);
  });
});

import type { TextSplice } from '@evoline/sequence-matcher/text-splice';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editedMatches } from './edited-matches.ts';
import { EditedText } from './edited-text.ts';
import { SearchableFile } from './searchable-file.ts';

/** Few letters and many line feeds, so that texts are found often, overlap and run over edits. */
const small = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\n'), maxLength: 5 });
const lines = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'long line', 'x = 1', '', '\r', 'c\u2028d'), {
    maxLength: 40,
  })
  .map((all) => all.join('\n'));
const search = fc.oneof(small, fc.constantFrom('long line\nx', 'ab\nab', 'x = 1\n', 'b\nlong'));
const edits = fc.array(fc.tuple(search, fc.oneof(small, search)), { maxLength: 8 });
/** Enough text that only what is around an edit is read again. */
const long = lines.map(
  (text) => `${text}\n${Array.from({ length: 60 }, (_, n) => `row ${n}`).join('\n')}`,
);

/** The rule in its own words: a line feed in front, replace everywhere, take the line feed off again. */
function plainlyReplaced(content: string, wanted: string, replacement: string): string {
  return `\n${content}`.split(`\n${wanted}`).join(`\n${replacement}`).slice(1);
}

describe('EditedText', () => {
  it('holds what replacing everywhere, edit after edit, gives', () => {
    const seen = { found: 0, afterAnother: 0 };
    fc.assert(
      fc.property(fc.oneof(lines, long, long, small), edits, (old, all) => {
        const file = new SearchableFile(old);
        const text = new EditedText(old);
        let plain = old;
        for (const [wanted, replacement] of all) {
          const starts = editedMatches(file, text, wanted);
          const expected = plainlyReplaced(plain, wanted, replacement);
          expect(starts.length > 0).toBe(`\n${plain}`.includes(`\n${wanted}`));
          seen.found += starts.length;
          if (text.isEdited) seen.afterAnother += starts.length;
          text.replace(starts, wanted.length, replacement);
          plain = expected;
          expect(text.units()).toBe(plain);
          expect(text.length).toBe(plain.length);
          if (plain.length > 5_000) break;
        }
        const splices = text.splices();
        if (splices !== undefined) expect(spliced(old, splices)).toBe(plain);
      }),
      { numRuns: 5_000 },
    );
    expect(seen.found).toBeGreaterThan(10_000);
    expect(seen.afterAnother).toBeGreaterThan(1_000);
  });

  it('is put together when there are many pieces, and edited on', () => {
    const old = 'a\nb\n'.repeat(200);
    const file = new SearchableFile(old);
    const text = new EditedText(old);
    text.replace(editedMatches(file, text, 'a'), 1, 'c');
    expect(text.splices()).toBeUndefined();
    text.replace(editedMatches(file, text, 'b\nc'), 3, 'd');
    expect(text.units()).toBe(plainlyReplaced(plainlyReplaced(old, 'a', 'c'), 'b\nc', 'd'));
    expect(text.units(0, 4)).toBe('c\nd\n');
  });

  it('gives any part of the present text', () => {
    const text = new EditedText('one\ntwo\nthree');
    text.replace([4], 3, 'zwei');
    expect([text.units(), text.units(2, 6), text.units(6, 99), text.units(5, 5)]).toEqual([
      'one\nzwei\nthree',
      'e\nzw',
      'ei\nthree',
      '',
    ]);
    expect(text.splices()).toEqual([{ start: 4, end: 7, text: 'zwei' }]);
  });
});

function spliced(old: string, splices: readonly TextSplice[]): string {
  let text = '';
  let at = 0;
  for (const { start, end, text: inserted } of splices) {
    expect(start).toBeGreaterThanOrEqual(at);
    text += old.slice(at, start) + inserted;
    at = end;
  }
  return text + old.slice(at);
}

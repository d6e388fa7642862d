import { describe, expect, it } from 'vitest';
import { applyEdits } from './apply-edits.ts';
import { PreparedFiles } from './prepared-files.ts';

const on = (codeContext: Record<string, string>) => {
  const files = new PreparedFiles({ codeContext, oracleNewContent: {} });
  return { fileAt: (path: string) => files.fileAt(path), maxCharacters: 10_000 };
};
const edit = (search: string, replace: string, path = 'a') => ({
  path,
  search,
  replace,
  searchStart: 0,
  replaceStart: 0,
});

function contentsOf(context: Record<string, string>, edits: ReturnType<typeof edit>[]) {
  const applied = applyEdits(edits, on(context));
  if (!('edited' in applied)) return applied;
  return Object.fromEntries([...applied.edited].map(([path, text]) => [path, text.units()]));
}

describe('applyEdits', () => {
  it('replaces every occurrence at a line start and none in mid line', () => {
    expect(contentsOf({ a: 'y = 1\nx = y\ny = 2\n' }, [edit('y', 'z')])).toEqual({
      a: 'z = 1\nx = y\nz = 2\n',
    });
  });

  it('applies blocks of one path in order, each to the result of the one before', () => {
    expect(contentsOf({ a: 'p\n' }, [edit('p', 'q'), edit('q', 'r')])).toEqual({ a: 'r\n' });
  });

  it('makes a new file of an unknown path and an empty search text', () => {
    expect(contentsOf({}, [edit('', 'new')])).toEqual({ a: 'new' });
    expect(contentsOf({}, [edit('', 'new', '__proto__')])).toEqual(
      Object.fromEntries([['__proto__', 'new']]),
    );
    expect(contentsOf({}, [edit('', 'new', 'toString')])).toEqual({ toString: 'new' });
  });

  it('finds no search text that ends inside a character', () => {
    const half = '\ud83d';
    expect(applyEdits([edit(half, 'x')], on({ a: '\u{1f600}\n' }))).toMatchObject({
      fault: { category: 'search_not_found' },
    });
    expect(contentsOf({ a: `\u{1f600}\n${half}\n` }, [edit(half, 'x')])).toEqual({
      a: '\u{1f600}\nx\n',
    });
    const long = `${'y'.repeat(300)}\n${half}`;
    expect(contentsOf({ a: `${long}\ude00\n`.repeat(20) + long }, [edit(long, 'x')])).toEqual({
      a: `${`${long}\ude00\n`.repeat(20)}x`,
    });
  });

  it('takes dollar signs of a replacement literally', () => {
    expect(contentsOf({ a: 'x' }, [edit('x', '$& $1 $$')])).toEqual({ a: '$& $1 $$' });
  });

  it('names the first fault in order of first appearance of the paths', () => {
    const edits = [edit('a', 'b', 'one'), edit('absent', 'x', 'two'), edit('same', 'same', 'one')];
    expect(applyEdits(edits, on({ one: 'a\n', two: '' }))).toEqual({
      fault: { category: 'identical_edit', detail: 'one: same', span: { start: 0, end: 4 } },
    });
    expect(applyEdits([edit('absent', 'absent')], on({ one: 'a\n' }))).toMatchObject({
      fault: { category: 'identical_edit' },
    });
  });

  it('stops at the cap when a few edits double a file again and again', () => {
    const doubling = Array.from({ length: 200 }, () => edit('', '\n'));
    expect(applyEdits(doubling, on({ a: 'x' }))).toEqual({ overSizeCap: true });
  });
});

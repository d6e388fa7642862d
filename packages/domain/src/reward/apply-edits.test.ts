import { describe, expect, it } from 'vitest';
import { applyEdits } from './apply-edits.ts';

const limits = { maxCharacters: 10_000 };
const edit = (search: string, replace: string, path = 'a') => ({
  path,
  search,
  replace,
  searchStart: 0,
  replaceStart: 0,
});

function contentsOf(context: Record<string, string>, edits: ReturnType<typeof edit>[]) {
  const applied = applyEdits(context, edits, limits);
  if (!('edited' in applied)) return applied;
  return Object.fromEntries([...applied.edited].map(([path, text]) => [path, text.text()]));
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

  it('takes dollar signs of a replacement literally', () => {
    expect(contentsOf({ a: 'x' }, [edit('x', '$& $1 $$')])).toEqual({ a: '$& $1 $$' });
  });

  it('names the first fault in order of first appearance of the paths', () => {
    const edits = [edit('a', 'b', 'one'), edit('absent', 'x', 'two'), edit('same', 'same', 'one')];
    expect(applyEdits({ one: 'a\n', two: '' }, edits, limits)).toEqual({
      fault: { category: 'identical_edit', detail: 'one: same', span: { start: 0, end: 4 } },
    });
    expect(applyEdits({ one: 'a\n' }, [edit('absent', 'absent')], limits)).toMatchObject({
      fault: { category: 'identical_edit' },
    });
  });

  it('stops at the cap when a few edits double a file again and again', () => {
    const doubling = Array.from({ length: 200 }, () => edit('', '\n'));
    expect(applyEdits({ a: 'x' }, doubling, limits)).toEqual({ overSizeCap: true });
  });
});

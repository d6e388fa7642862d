import { describe, expect, it } from 'vitest';
import { splitLines } from './split-lines.ts';

describe('splitLines', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\n', ['a', '']],
    ['\n', ['']],
    ['a\r\nb\rc\n', ['a', 'b', 'c']],
    ['\n\r', ['', '']],
    ['a\vb\fc\u001cd\u001de\u001ef\u0085g\u2028h\u2029i', [...'abcdefghi']],
    ['a\u001fb\u200bc', ['a\u001fb\u200bc']],
  ])('splits %j as Python does', (text, lines) => {
    expect(splitLines(text)).toEqual(lines);
  });
});

import { describe, expect, it } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const blocks = [
  { title: 'one', lines: ['a', 'b'] },
  { title: 'two', lines: ['c'] },
];

describe('sideBySide', () => {
  it('puts blocks next to each other where the terminal is wide enough', () => {
    const lines = sideBySide(blocks, 120).split('\n');
    expect(lines[0]).toMatch(/^one +│ two$/);
    expect(lines[2]).toMatch(/^a +│ c$/);
    expect(lines[3]).toMatch(/^b +│$/);
  });

  it('stacks them where it is not', () => {
    expect(sideBySide(blocks, 60)).toBe(
      `one\n${'─'.repeat(60)}\na\nb\n\ntwo\n${'─'.repeat(60)}\nc`,
    );
  });

  it.each([20, 57, 58, 115, 116, 200])('keeps every character within %i columns', (columns) => {
    const lines = ['', 'x'.repeat(199), 'yz'];
    const text = sideBySide(
      [
        { title: 'T', lines },
        { title: 'U', lines },
      ],
      columns,
    );
    expect([...text].filter((each) => /[xyz]/.test(each))).toHaveLength(2 * 201);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('lets no output steer the terminal', () => {
    const text = sideBySide([{ title: 'T', lines: ['a\u001b[2Jb\rc\td'] }], 80);
    expect(text).toContain('a\ufffd[2Jb\ufffdc    d');
  });
});

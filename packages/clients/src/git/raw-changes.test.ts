import { describe, expect, it } from 'vitest';
import { parseRawChanges } from './raw-changes.ts';

const none = '0'.repeat(40);
const one = '1'.repeat(40);
const two = '2'.repeat(40);
const parse = (...parts: (string | Buffer)[]) =>
  parseRawChanges(Buffer.concat(parts.map((part) => Buffer.from(part))));

describe('parseRawChanges', () => {
  it('reads additions, removals, renames and changes of mode or kind', () => {
    const { changes, end } = parse(
      `:000000 100644 ${none} ${one} A\0new\nname\0`,
      `:100644 000000 ${one} ${none} D\0gone\0`,
      `:100644 100755 ${one} ${one} R100\0from\0to\0`,
      `:100644 120000 ${one} ${two} T\0link\0`,
      '\0diff --git',
    );
    expect(changes.map(({ status, path, previousPath }) => [status, path, previousPath])).toEqual([
      ['added', 'new\nname', null],
      ['removed', 'gone', null],
      ['renamed', 'to', 'from'],
      ['retyped', 'link', null],
    ]);
    expect(changes[0]).toMatchObject({ oldBlob: null, newBlob: one, newMode: '100644' });
    expect(end).toBeGreaterThan(0);
  });

  it('marks names that are not UTF-8, on either side of a rename', () => {
    const { changes } = parse(
      `:000000 100644 ${none} ${one} A\0`,
      Buffer.from([0xff, 0]),
      `:100644 100644 ${one} ${two} R060\0`,
      Buffer.from([0xff, 0]),
      'fine\0',
    );
    expect(changes.map((change) => change.path)).toEqual([null, null]);
  });

  it('refuses a record that is cut short', () => {
    expect(() => parse(`:000000 100644 ${none} ${one} A\0name`)).toThrow('incomplete');
    expect(() => parse(':000000 100644 A\0name\0')).toThrow('unknown shape');
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBinaryNames } from './binary-line-names.ts';

/** The line as one expression; it backtracks, so it is only the oracle. */
const time = String.raw`(?:\t[\s0-9:+-]+)?`;
const FORM = new RegExp(
  `^Binary files? ([^\\t]+?)${time}(?: and ([^\\t]+?)${time})? (?:differ|has changed)`,
);

test('the names of a line about a binary file are those of the form', () => {
  const part = fc.constantFrom(
    'a',
    ' ',
    'and',
    ' and ',
    '\t',
    '10:30 ',
    '-',
    ' differ',
    ' has changed',
    'differ',
    ' and',
    'Binary file ',
  );
  let found = 0;
  fc.assert(
    fc.property(
      fc.constantFrom('Binary files ', 'Binary file '),
      fc.array(part, { maxLength: 9 }),
      (start, parts) => {
        const line = start + parts.join('');
        const form = FORM.exec(line);
        if (form !== null) found += 1;
        expect(readBinaryNames(line)).toEqual(
          form === null ? undefined : { source: form[1], target: form[2] ?? '' },
        );
      },
    ),
    { numRuns: 20_000 },
  );
  expect(found).toBeGreaterThan(1_000);
});

test('a line that could be parted at very many places is read once', () => {
  const line = `Binary files ${'a and '.repeat(200_000)}\tx differ`;
  expect(readBinaryNames(line)).toBeUndefined();
  expect(readBinaryNames(line.replace('\tx', ''))?.source).toBe('a');
});

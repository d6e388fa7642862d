import { parsePatch } from 'diff';
import { expect, it } from 'vitest';
import { changeSignature } from './change-signature.ts';
import { similarityOf } from './signature-agreement.ts';

const code = (name: string) =>
  Array.from({ length: 12 }, (_, at) => ` const ${name}${at} = read(${name}, ${at});`);
const patchOf = (path: string, lines: readonly string[]) => {
  const count = (mark: string) =>
    lines.filter((line) => line.startsWith(' ') || line.startsWith(mark)).length;
  const hunk = `@@ -1,${count('-')} +1,${count('+')} @@`;
  return parsePatch([`--- a/${path}`, `+++ b/${path}`, hunk, ...lines, ''].join('\n'));
};
const fix = ['-  if (a < b) return null;', '+  if (a <= b) return null;'];

it('is the same for the same change elsewhere, indented differently', () => {
  const one = changeSignature(patchOf('a.ts', [...code('left'), ...fix]));
  const moved = changeSignature(
    patchOf(
      'b/c.ts',
      [...code('left'), ...fix].map((line) => `${line[0]}    ${line.slice(1)}`),
    ),
  );
  expect(one).not.toBeNull();
  expect(moved).toEqual(one);
});

it('tells changes apart, and what is added from what is removed', () => {
  const one = changeSignature(patchOf('a.ts', [...code('left'), ...fix]));
  const other = changeSignature(patchOf('a.ts', [...code('right'), ...fix]));
  const back = changeSignature(
    patchOf('a.ts', [
      ...code('left'),
      ...fix.map((line) => (line.startsWith('-') ? `+${line.slice(1)}` : `-${line.slice(1)}`)),
    ]),
  );
  if (one === null || other === null || back === null) throw new Error('too small');
  expect(similarityOf(one, other)).toBeLessThan(0.5);
  expect(similarityOf(one, back)).toBeLessThan(1);
});

it('does not judge a change that is too small to tell', () => {
  expect(changeSignature(patchOf('a.ts', fix))).toBeNull();
});

import { explainFile } from '@evoline/domain/reward/explain-file';
import { typescriptEngine } from '@evoline/sequence-matcher/typescript-engine';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { diffColumns } from './diff-columns.ts';

const plain = (text: string) => text;
const noColours = { matched: plain, onlyPredicted: plain, onlyOracle: plain, aside: plain };
const marks = {
  matched: (text: string) => `«${text}»`,
  onlyPredicted: (text: string) => `-${text}-`,
  onlyOracle: (text: string) => `+${text}+`,
  aside: plain,
};

function columnsOf(predictedDiff: string, oracleDiff: string, columns = 100, colours = noColours) {
  const file = { path: 'a', similarity: 0, predictedDiff, oracleDiff };
  return diffColumns(explainFile(file, typescriptEngine), columns, colours);
}

describe('diffColumns', () => {
  it('puts equal lines on one height and says what the others are', () => {
    expect(columnsOf(' a\n-x\n+yy\n b', ' a\n-x\n+zz\n+q\n b', 67)).toEqual([
      `predicted${' '.repeat(26)}oracle`,
      '─'.repeat(67),
      ` a${' '.repeat(31)}=  a`,
      `-x${' '.repeat(31)}= -x`,
      `+yy${' '.repeat(30)}~ +zz`,
      `${' '.repeat(33)}> +q`,
      ` b${' '.repeat(31)}=  b`,
    ]);
  });

  it('shows matched characters apart from those of one side', () => {
    const [, , line] = columnsOf('-abXc', '-abYYc', 80, marks);
    expect(line).toMatch(/^«-ab»-X-«c» +~ «-ab»\+YY\+«c»$/);
  });

  it('says which side does not change the file', () => {
    expect(columnsOf('', '+a')[0]).toMatch(/^predicted: not changed +oracle$/);
    expect(columnsOf('+a', '')[0]).toMatch(/^predicted +oracle: not changed$/);
  });

  it('leaves out the inside of long runs of equal lines, and says how many', () => {
    const run = Array.from({ length: 20 }, (_line, at) => ` line ${at}`).join('\n');
    const lines = columnsOf(`${run}\n+a`, `${run}\n+b`);
    expect(lines).toHaveLength(2 + 3 + 1 + 3 + 1);
    expect(lines[5]).toBe('… 14 equal lines');
  });

  it('counts the columns of wide characters, and keeps a family together', () => {
    const [, , line] = columnsOf('+漢字👨‍👩‍👧', '+漢字👨‍👩‍👧', 67);
    expect(line).toBe(`+漢字👨‍👩‍👧${' '.repeat(26)}= +漢字👨‍👩‍👧`);
  });

  it('lets no output steer the terminal', () => {
    const text = columnsOf('+\u001b[2J\r\u202e\ud83d\tx', '+a').join('\n');
    expect(text).toContain('+\ufffd[2J\ufffd\ufffd\ufffd    x');
  });

  it('keeps every character, in the columns that there are', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 120 }).map((each) => `+${each}`);
    const diff = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(diff, diff, fc.integer({ min: 20, max: 160 }), (predicted, oracle, columns) => {
        const lines = columnsOf(predicted, oracle, columns);
        for (const each of lines) expect(stringWidth(each)).toBeLessThanOrEqual(columns);
        const letters = (text: string) => text.replaceAll(/[^a-z]/g, '').length;
        const titles = letters('predictedoracle');
        expect(letters(lines.join(''))).toBe(letters(predicted) + letters(oracle) + titles);
      }),
      { numRuns: 300 },
    );
  });
});

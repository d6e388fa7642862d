import { plainMatchingBlocks, unpopular } from './plain-matcher.ts';

/** The readable oracle: difflib's unified diff by the definition, without its file-header lines. */
export function plainUnifiedDiff(oldText: string, newText: string, context: number): string {
  const [a, b] = [plainLines(oldText), plainLines(newText)];
  const script = plainScript(a, b);
  const isShown = script.map((_line, at) =>
    script.slice(Math.max(0, at - context), at + context + 1).some((line) => line[0] !== ' '),
  );
  const printed: string[] = [];
  for (let at = 0; at < script.length; at += 1) {
    if (isShown[at] === true && isShown[at - 1] !== true) {
      const hidden = isShown.indexOf(false, at);
      const hunk = script.slice(at, hidden < 0 ? script.length : hidden);
      printed.push(`@@ -${range(script, at, hunk, '-')} +${range(script, at, hunk, '+')} @@`);
    }
    if (isShown[at] === true) printed.push(script[at]!);
  }
  return printed.join('\n');
}

/** Every line of both sides with its mark, in the order of a diff. */
function plainScript(a: readonly string[], b: readonly string[]): string[] {
  const script: string[] = [];
  let [i, j] = [0, 0];
  for (const [aStart, bStart, length] of plainMatchingBlocks(a, b, unpopular(b))) {
    script.push(...a.slice(i, aStart).map((line) => `-${line}`));
    script.push(...b.slice(j, bStart).map((line) => `+${line}`));
    script.push(...a.slice(aStart, aStart + length).map((line) => ` ${line}`));
    [i, j] = [aStart + length, bStart + length];
  }
  return script;
}

function range(script: string[], at: number, hunk: string[], side: '-' | '+'): string {
  const count = (lines: string[]) => lines.filter((line) => line[0] === ' ' || line[0] === side);
  const [before, length] = [count(script.slice(0, at)).length, count(hunk).length];
  if (length === 1) return `${before + 1}`;
  return length === 0 ? `${before},0` : `${before + 1},${length}`;
}

/** Python's `splitlines`, by its table of line breaks. */
function plainLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\v\f\r\u001c\u001d\u001e\u0085\u2028\u2029]/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

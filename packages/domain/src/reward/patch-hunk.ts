const HUNK_HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?([^\n]*)/;

/** CPython refuses to read longer numbers. */
const MOST_DIGITS = 4300;

/** A hunk printed again, and the index of the first line after it. */
export type CompleteHunk = { readonly text: string; readonly end: number };

/**
 * Reads the hunk that `header` opens; its body starts at `lines[at]` and ends as soon as both line counts
 * are reached, but not before one line. An empty line is an unchanged line. Undefined when `header` is
 * none; `incomplete` when a line is no hunk line, or the counts are never met or are overrun.
 */
export function completeHunk(
  header: string,
  lines: readonly string[],
  at: number,
): CompleteHunk | 'incomplete' | undefined {
  const found = HUNK_HEADER.exec(header);
  if (found === null) return undefined;
  const [, sourceStart = '', sourceCount = '1', targetStart = '', targetCount = '1', heading] =
    found;
  if ([sourceStart, sourceCount, targetStart, targetCount].some((n) => n.length > MOST_DIGITS)) {
    return 'incomplete';
  }
  const source = `${BigInt(sourceStart)},${BigInt(sourceCount)}`;
  const target = `${BigInt(targetStart)},${BigInt(targetCount)}`;
  const body = readBody(lines, at, Number(sourceCount), Number(targetCount));
  if (body === undefined) return 'incomplete';
  const text = `@@ -${source} +${target} @@${heading ? ` ${heading}` : ''}\n${body.join('')}`;
  return { text, end: at + body.length };
}

/** As many lines as the counts ask for. */
function readBody(
  lines: readonly string[],
  at: number,
  sourceCount: number,
  targetCount: number,
): string[] | undefined {
  const body: string[] = [];
  let sourceLeft = sourceCount;
  let targetLeft = targetCount;
  for (let index = at; index < lines.length; index += 1) {
    const line = hunkLine(lines[index] ?? '');
    if (line === undefined) return undefined;
    if (line.startsWith('-') || line.startsWith(' ')) sourceLeft -= 1;
    if (line.startsWith('+') || line.startsWith(' ')) targetLeft -= 1;
    if (sourceLeft < 0 || targetLeft < 0) return undefined;
    body.push(line);
    if (sourceLeft === 0 && targetLeft === 0) return body;
  }
  return sourceLeft === 0 && targetLeft === 0 ? body : undefined;
}

/** The line as it is printed again: a line break without a sign becomes an unchanged empty line. */
function hunkLine(line: string): string | undefined {
  if (/^[-+ \\]/.test(line)) return line;
  const lineBreak = /^[\r\n]{1,2}/.exec(line)?.[0];
  return lineBreak === undefined ? undefined : ` ${lineBreak}`;
}

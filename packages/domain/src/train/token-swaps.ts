/** A token and what a hurried author might write instead, the likelier first. */
const swaps: readonly (readonly [token: string, instead: string])[] = [
  ['<=', '<'],
  ['>=', '>'],
  ['<', '<='],
  ['>', '>='],
  ['===', '!=='],
  ['==', '!='],
  ['!==', '==='],
  ['!=', '=='],
  ['+=', '-='],
  ['-=', '+='],
  ['//', '%'],
  ['+', '-'],
  ['-', '+'],
  ['*', '+'],
  ['/', '*'],
  ['%', '/'],
  ['<', '>'],
  ['>', '<'],
  ['+=', '='],
  ['-=', '='],
  ['+', '*'],
  ['-', '*'],
  ['*', '-'],
  ['//', '*'],
  ['max', 'min'],
  ['min', 'max'],
  ['lower', 'upper'],
  ['upper', 'lower'],
  ['strip', 'rstrip'],
  ['append', 'extend'],
  ['push', 'unshift'],
  ['range', 'list'],
  ['and', 'or'],
  ['or', 'and'],
  ['&&', '||'],
  ['||', '&&'],
  ['True', 'False'],
  ['False', 'True'],
  ['true', 'false'],
  ['false', 'true'],
  ['0', '2'],
  ['1', '0'],
  ['-1', '1'],
  ['not', 'bool'],
  ['if', 'while'],
  ['while', 'if'],
  ['return', 'yield'],
];

/** Names, numbers, runs of operator signs, and single other characters. */
const TOKEN = /\w+|[-+*/%<>=!&|^~]+|\s+|./gu;

/** The line with one token swapped, every way the table knows, the likelier first. */
export function swappedLines(line: string): string[] {
  const tokens: string[] = line.match(TOKEN) ?? [];
  return swaps.flatMap(([token, instead]) => {
    const at = tokens.indexOf(token);
    return at < 0 ? [] : [tokens.with(at, instead).join('')];
  });
}

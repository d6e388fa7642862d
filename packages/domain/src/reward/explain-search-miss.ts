import type { EditBlock } from './edit-blocks.ts';
import { lineStartMatches } from './line-start-matches.ts';

/** So much is looked at for a place that nearly fits. */
const MOST_PLACES = 1_000;
const HEAD_UNITS = 200;
const MOST_COMPARISONS = 1_000_000;
const MOST_LISTED = 5;
const MOST_QUOTED = 60;

/** Why the search text of a block does not occur at a line start of its file: one sentence for people. */
export function explainSearchMiss(
  codeContext: Readonly<Record<string, string>>,
  blocks: readonly EditBlock[],
  missed: EditBlock,
): string {
  const { path, search } = missed;
  if (!Object.hasOwn(codeContext, path)) return explainUnknownPath(codeContext, path);
  const original = codeContext[path] ?? '';
  const text = textBefore(original, blocks, missed);
  if (text !== original && lineStartMatches(original, search).length > 0) {
    return 'it was there until a block before this one changed that place';
  }
  const inside = placeInside(text, search);
  if (inside >= 0) return `it stands in line ${lineAt(text, inside)}, but not at the line's start`;
  return explainLines(text.split('\n'), search.split('\n'));
}

/** Where a search text that must be found once occurs. */
export function explainAmbiguity(
  codeContext: Readonly<Record<string, string>>,
  blocks: readonly EditBlock[],
  { path, search, searchStart }: EditBlock,
): string {
  const original = Object.hasOwn(codeContext, path) ? (codeContext[path] ?? '') : '';
  const text = textBefore(original, blocks, { path, searchStart });
  const starts = lineStartMatches(text, search);
  const lines = starts.slice(0, MOST_LISTED).map((start) => lineAt(text, start));
  const more = starts.length > MOST_LISTED ? `, … (${starts.length} in all)` : '';
  return `it stands at the lines ${lines.join(', ')}${more}`;
}

function explainUnknownPath(codeContext: Readonly<Record<string, string>>, path: string): string {
  const known = Object.keys(codeContext);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const alike = known.filter((other) => other.slice(other.lastIndexOf('/') + 1) === name);
  const listed = (alike.length > 0 ? alike : known).slice(0, MOST_LISTED).map(quoted).join(', ');
  const hint = alike.length > 0 ? `; is ${listed} meant?` : ` (${listed || 'there are none'})`;
  return `${quoted(path)} is not among the files that were shown, so that it starts empty${hint}`;
}

/** The file as the blocks before this one left it. */
function textBefore(
  original: string,
  blocks: readonly EditBlock[],
  one: Pick<EditBlock, 'path' | 'searchStart'>,
): string {
  let text = original;
  for (const { path, search, replace, searchStart } of blocks) {
    if (searchStart === one.searchStart) break;
    if (path === one.path) text = replaced(text, search, replace);
  }
  return text;
}

function replaced(text: string, search: string, replace: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const start of lineStartMatches(text, search)) {
    kept.push(text.slice(from, start));
    from = start + search.length;
  }
  return [...kept, text.slice(from)].join(replace);
}

function explainLines(lines: readonly string[], search: readonly string[]): string {
  const trimmed = longestBeginning(
    lines.map((line) => line.trim()),
    search.map((line) => line.trim()),
  );
  const exact = longestBeginning(lines, search);
  if (trimmed.count === search.length) {
    return `the lines from ${trimmed.line} on are the same but for white space`;
  }
  if (exact.count === 0) return `its first line ${quoted(search[0] ?? '')} is no line of the file`;
  const [goesOn, wanted] = [lines[exact.line - 1 + exact.count], search[exact.count] ?? ''];
  const there = goesOn === undefined ? 'the file ends' : `the file goes on with ${quoted(goesOn)}`;
  const count = exact.count === 1 ? 'line stands' : `${exact.count} lines stand`;
  return `its first ${count} at line ${exact.line}; there ${there}, the search text with ${quoted(wanted)}`;
}

/** Where most lines of the beginning of `search` stand, and how many. */
function longestBeginning(lines: readonly string[], search: readonly string[]) {
  let best = { line: 1, count: 0 };
  let comparisons = 0;
  for (let at = 0; at < lines.length && comparisons < MOST_COMPARISONS; at += 1) {
    let count = 0;
    while (count < search.length && lines[at + count] === search[count]) count += 1;
    comparisons += count;
    if (count > best.count) best = { line: at + 1, count };
    if (count === search.length) break;
  }
  return best;
}

/** Where `search` stands, if one of the first places where it may begin is it; long searches of V8 can be slow. */
function placeInside(text: string, search: string): number {
  const head = search.slice(0, HEAD_UNITS);
  let at = text.indexOf(head);
  for (let places = 1; at >= 0 && places < MOST_PLACES; places += 1) {
    if (text.startsWith(search, at)) return at;
    at = text.indexOf(head, at + 1);
  }
  return -1;
}

function lineAt(text: string, unit: number): number {
  return text.slice(0, unit).split('\n').length;
}

function quoted(text: string): string {
  const characters = [...text];
  const cut =
    characters.length > MOST_QUOTED ? `${characters.slice(0, MOST_QUOTED).join('')}…` : text;
  return JSON.stringify(cut);
}

/** V8 looks at no more of a pattern when it skips ahead; longer ones can cost it quadratic time. */
const HEAD_UNITS = 250;
/** So many heads without the rest, and the text is one that repeats itself. */
const MOST_FALSE_HEADS = 8;

/**
 * Where `search` occurs at a line start of `text`, without overlap, from the left. An occurrence need
 * not end where a line ends, but never inside a character; an empty search occurs at every line start. Linear time for
 * any two texts.
 */
export function lineStartMatches(text: string, search: string): number[] {
  if (!text.startsWith(search) || cutsCharacter(text, search.length)) {
    return lineFeedMatches(text, search);
  }
  return [0, ...lineFeedMatches(text, search, search.length)];
}

/** The same after line feeds only, from the line feed at or after `from` on. */
export function lineFeedMatches(text: string, search: string, from = 0): number[] {
  const starts: number[] = [];
  const anchored = `\n${search}`;
  const head = anchored.slice(0, HEAD_UNITS);
  let falseHeads = 0;
  let at = from;
  for (let found = text.indexOf(head, at); found >= 0; found = text.indexOf(head, at)) {
    const isWhole = head.length === anchored.length || text.startsWith(search, found + 1);
    if (isWhole && cutsCharacter(text, found + anchored.length)) {
      at = found + 1;
    } else if (isWhole) {
      starts.push(found + 1);
      at = found + anchored.length;
    } else if (falseHeads < MOST_FALSE_HEADS) {
      falseHeads += 1;
      at = found + 1;
    } else {
      return addRemaining(starts, text, anchored, found);
    }
  }
  return starts;
}

/** Whether two occurrences of a search text, each with the line feed before it, can share units. */
export function canOverlap(search: string): boolean {
  const feed = search.indexOf('\n');
  if (feed < 0) return false;
  const anchored = `\n${search}`;
  // What is shared begins with the first line, or is the beginning of it.
  const isRepeated =
    anchored.includes(anchored.slice(0, feed + 2), feed + 1) ||
    search.startsWith(search.slice(search.lastIndexOf('\n') + 1));
  return isRepeated && bordersOf(anchored)[search.length]! > 0;
}

/** The same by Knuth, Morris and Pratt, from `at` on. */
function addRemaining(starts: number[], text: string, anchored: string, at: number): number[] {
  const borders = bordersOf(anchored);
  let matched = 0;
  for (let index = at; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    while (matched > 0 && anchored.charCodeAt(matched) !== unit) matched = borders[matched - 1]!;
    if (anchored.charCodeAt(matched) === unit) matched += 1;
    if (matched < anchored.length) continue;
    const isCut = cutsCharacter(text, index + 1);
    if (!isCut) starts.push(index + 2 - anchored.length);
    matched = isCut ? borders[matched - 1]! : 0;
  }
  return starts;
}

/** Whether `search` ends in what may be the first half of a character. */
export function endsInHalf(search: string): boolean {
  return (search.charCodeAt(search.length - 1) & 0xfc00) === 0xd800;
}

/** Whether the two units around `at` are one character. */
function cutsCharacter(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

/** For every prefix the length of its longest proper prefix that it also ends with. */
function bordersOf(pattern: string): Int32Array {
  const borders = new Int32Array(pattern.length);
  let border = 0;
  for (let at = 1; at < pattern.length; at += 1) {
    const unit = pattern.charCodeAt(at);
    while (border > 0 && pattern.charCodeAt(border) !== unit) border = borders[border - 1]!;
    if (pattern.charCodeAt(border) === unit) border += 1;
    borders[at] = border;
  }
  return borders;
}

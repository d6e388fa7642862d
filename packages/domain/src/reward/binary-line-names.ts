const BEGINNING = /^Binary files? /;
const ENDING = /^ (?:differ|has changed)/;
const AND = ' and ';

/** Names as far as they were read, and the index of what follows. */
interface Names {
  readonly source: string;
  readonly target: string;
}

/**
 * The names in git's line about a binary file: `Binary files <name>[ and <name>] differ`, or `has changed`; a time
 * may follow each name after a tab. Names hold no tab; of several ways to part the line the one with the
 * shortest first name counts. Linear time.
 */
export function readBinaryNames(line: string): Names | undefined {
  const beginning = BEGINNING.exec(line)?.[0];
  if (beginning === undefined) return undefined;
  const rest = line.slice(beginning.length);
  const nameEnd = endOfName(rest);
  const names = rest.slice(0, nameEnd);
  const and = names.indexOf(AND, 1);
  const ending = endingFrom(names, 1);
  if (ending > 0 && (and < 0 || ending < and))
    return { source: names.slice(0, ending), target: '' };
  if (and > 0) {
    const target = nameThatEnds(rest.slice(and + AND.length));
    if (target !== undefined) return { source: names.slice(0, and), target };
  }
  if (ending > 0) return { source: names.slice(0, ending), target: '' };
  return namesParted(rest, nameEnd);
}

/** Where the first name ends at a tab: a time, then perhaps another name. */
function namesParted(rest: string, nameEnd: number): Names | undefined {
  if (nameEnd === 0) return undefined;
  const source = rest.slice(0, nameEnd);
  const tail = afterTime(rest.slice(nameEnd));
  if (tail === undefined) return undefined;
  if (ENDING.test(tail)) return { source, target: '' };
  const target = tail.startsWith(AND) ? nameThatEnds(tail.slice(AND.length)) : undefined;
  return target === undefined ? undefined : { source, target };
}

/** The name at the beginning of a text, if the line's ending follows it or the time after it. */
function nameThatEnds(text: string): string | undefined {
  const nameEnd = endOfName(text);
  const ending = endingFrom(text.slice(0, nameEnd), 1);
  if (ending > 0) return text.slice(0, ending);
  const tail = nameEnd === 0 ? undefined : afterTime(text.slice(nameEnd));
  return tail !== undefined && ENDING.test(tail) ? text.slice(0, nameEnd) : undefined;
}

function endOfName(text: string): number {
  const tab = text.indexOf('\t');
  return tab < 0 ? text.length : tab;
}

/** Where an ending begins, from an index on; -1 when none does. */
function endingFrom(text: string, from: number): number {
  const [differ, changed] = [text.indexOf(' differ', from), text.indexOf(' has changed', from)];
  return differ < 0 || changed < 0 ? Math.max(differ, changed) : Math.min(differ, changed);
}

/** What follows a tab and a time; the space before a word is that word's. */
function afterTime(text: string): string | undefined {
  const time = /^\t[\s0-9:+-]+/.exec(text)?.[0];
  if (time === undefined || time.length < 3 || !time.endsWith(' ')) return undefined;
  return text.slice(time.length - 1);
}

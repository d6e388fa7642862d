import { prepareLines } from '@evoline/sequence-matcher/prepare-lines';
import type { PreparedLines } from '@evoline/sequence-matcher/prepare-lines';
import { hasRareBreak } from '@evoline/sequence-matcher/split-lines';
import { lineStartMatches } from './line-start-matches.ts';

/** More candidates than these are not compared one by one. */
const MOST_CANDIDATES = 32;
/** Lines of a search text looked at for a rare one. */
const MOST_LINES_TRIED = 8;
/** So many search texts of one line are remembered: the outputs of a group often share them. */
const MOST_KEPT = 128;

/** A file as it was, its lines prepared once for any number of searches and diffs. */
export class SearchableFile {
  readonly text: string;
  readonly #mostIndexed: number;
  #lines: PreparedLines | undefined;
  readonly #kept = new Map<string, readonly number[]>();

  /** @param mostIndexed in UTF-16 units: beyond the size cap no diff is asked for, and lines would be split in vain. */
  constructor(text: string, mostIndexed = Number.POSITIVE_INFINITY) {
    this.text = text;
    this.#mostIndexed = mostIndexed;
  }

  get lines(): PreparedLines {
    this.#lines ??= prepareLines(this.text);
    return this.#lines;
  }

  /**
   * Every place where `search` occurs at a line start, ascending, overlapping ones too. Undefined when the lines
   * of `search` are too frequent to tell, or not indexed: then the text has to be searched from the left.
   */
  matches(search: string): readonly number[] | undefined {
    if (!search.includes('\n')) return this.#oneLine(search);
    return this.text.length > this.#mostIndexed ? undefined : this.#severalLines(search);
  }

  #oneLine(search: string): readonly number[] {
    const kept = this.#kept.get(search);
    if (kept !== undefined) return kept;
    const found = lineStartMatches(this.text, search);
    if (found.length <= MOST_CANDIDATES && this.#kept.size < MOST_KEPT) {
      this.#kept.set(search, found);
    }
    return found;
  }

  /** Wherever the search text occurs, each of its lines but the last is a whole line. */
  #severalLines(search: string): readonly number[] | undefined {
    const candidates = this.#candidates(search);
    return candidates?.filter(
      (start) =>
        (start === 0 || this.text[start - 1] === '\n') && this.text.startsWith(search, start),
    );
  }

  /** Where the search text could start, by the rarest of its first lines; undefined when all are frequent. */
  #candidates(search: string): readonly number[] | undefined {
    let candidates: readonly number[] | undefined;
    let lineStart = 0;
    for (let tried = 0; tried < MOST_LINES_TRIED; tried += 1) {
      const feed = search.indexOf('\n', lineStart);
      if (feed < 0) break;
      const line = search.slice(lineStart, feed);
      const most = candidates === undefined ? MOST_CANDIDATES : candidates.length - 1;
      const starts = hasRareBreak(line) ? undefined : this.lines.startsOf(line, most);
      const before = lineStart;
      if (starts !== undefined) candidates = starts.map((start) => start - before);
      if (candidates !== undefined && candidates.length < 2) break;
      lineStart = feed + 1;
    }
    return candidates;
  }
}

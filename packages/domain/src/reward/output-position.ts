import type { TextSpan } from './python-strip.ts';

/** A place in an output. Characters are code points, lines end at line feeds. */
export interface OutputPosition {
  /** Characters before it. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
}

/** A part of an output with what stands around it on its first and its last line; long ones are cut. */
export interface OutputExcerpt {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** @param unit Counted in UTF-16 units, as `TextSpan` does. */
export function outputPosition(output: string, unit: number): OutputPosition {
  const before = output.slice(0, unit);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    offset: characters(before),
    line: before.split('\n').length,
    column: characters(before.slice(lineStart)) + 1,
  };
}

/** In UTF-16 units. */
const MOST_AROUND = 60;
const MOST_TEXT = 400;
const CUT = '…';

export function outputExcerpt(output: string, { start, end }: TextSpan): OutputExcerpt {
  const lineStart = start === 0 ? 0 : output.lastIndexOf('\n', start - 1) + 1;
  const feed = output.indexOf('\n', end);
  const lineEnd = feed < 0 ? output.length : feed;
  const from = safeCut(output, Math.max(lineStart, start - MOST_AROUND));
  const textEnd = safeCut(output, Math.min(end, start + MOST_TEXT));
  const to = safeCut(output, Math.min(lineEnd, end + MOST_AROUND));
  return {
    before: `${from > lineStart ? CUT : ''}${output.slice(from, start)}`,
    text: `${output.slice(start, textEnd)}${textEnd < end ? CUT : ''}`,
    after: `${output.slice(end, to)}${to < lineEnd ? CUT : ''}`,
  };
}

/** The place itself, or the one behind it where it would part a surrogate pair. */
function safeCut(text: string, unit: number): number {
  const partsPair = unit > 0 && (text.codePointAt(unit - 1) ?? 0) > 0xffff;
  return partsPair ? unit + 1 : unit;
}

function characters(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

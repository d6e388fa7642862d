import { lineBlocks } from '@evoline/sequence-matcher/line-blocks';
import { answerTags, editMarkers } from './answer-form.ts';
import { occurrencesAtLineStarts } from './line-start-edit.ts';
import type { Edit } from './line-start-edit.ts';

export const noEditReasons = {
  not_lf_text: 'a carriage return stands in the old or the new text',
  tag_in_text: 'a text to be written holds one of the answer tags',
  marker_in_text: 'a text to be written holds a marker line of the edit form',
  odd_path: 'the path does not fit on one line or holds an answer tag',
} as const;
export type NoEditReason = keyof typeof noEditReasons;

/** Lines `[start, end)` of the present text become `lines`; both are at least one line. */
type LineChange = { start: number; end: number; lines: string[] };

/**
 * Small SEARCH/REPLACE edits that make `before` into `after`, in order. Each search text is grown by
 * unchanged lines until it occurs once at a line start of the text as the edits before it left it, so
 * that the paper's replace-everywhere rule changes one place only. None when the texts are equal.
 *
 * @returns `edits`, or `undefined` with the reason why this change cannot be written in the form.
 */
export function editsBetween(
  path: string,
  before: string,
  after: string,
): { readonly edits: Edit[] } | { readonly edits: undefined; readonly reason: NoEditReason } {
  if (before.includes('\r') || after.includes('\r')) return none('not_lf_text');
  if (path.includes('\n') || holdsTag(path)) return none('odd_path');
  const newLines = after.split('\n');
  const edits: Edit[] = [];
  let lines = before.split('\n');
  let shift = 0;
  for (const gap of gapsBetween(lines, newLines)) {
    const change = grownUntilUnique(lines, {
      start: gap.oldStart + shift,
      end: gap.oldEnd + shift,
      lines: newLines.slice(gap.newStart, gap.newEnd),
    });
    const search = lines.slice(change.start, change.end).join('\n');
    const replace = change.lines.join('\n');
    if (holdsTag(search) || holdsTag(replace)) return none('tag_in_text');
    if (!fitsForm(search, replace)) return none('marker_in_text');
    edits.push({ path, search, replace });
    lines = lines.toSpliced(change.start, change.end - change.start, ...change.lines);
    shift += gap.newEnd - gap.newStart - (gap.oldEnd - gap.oldStart);
  }
  return { edits };
}

/** What lies between equal lines, in old and new line numbers. */
function gapsBetween(oldLines: readonly string[], newLines: readonly string[]) {
  const gaps: { oldStart: number; oldEnd: number; newStart: number; newEnd: number }[] = [];
  let [oldStart, newStart] = [0, 0];
  for (const block of lineBlocks(oldLines, newLines)) {
    const [oldEnd, newEnd] = [block.aStart, block.bStart];
    if (oldEnd > oldStart || newEnd > newStart) gaps.push({ oldStart, oldEnd, newStart, newEnd });
    oldStart = oldEnd + block.length;
    newStart = newEnd + block.length;
  }
  return gaps;
}

/** Takes in unchanged lines, by turns after and before, until the search text is unambiguous. */
function grownUntilUnique(lines: readonly string[], change: LineChange): LineChange {
  const grown = { ...change, lines: [...change.lines] };
  const content = lines.join('\n');
  for (let turn = 0; ; turn += 1) {
    const hasSides = grown.end > grown.start && grown.lines.length > 0;
    const isWhole = grown.start === 0 && grown.end === lines.length;
    if (isWhole || (hasSides && isUnique(content, lines, grown))) return grown;
    const goDown = grown.start === 0 || (turn % 2 === 0 && grown.end < lines.length);
    if (goDown) grown.lines.push(lines[grown.end++] ?? '');
    else grown.lines.unshift(lines[--grown.start] ?? '');
  }
}

function isUnique(content: string, lines: readonly string[], { start, end }: LineChange): boolean {
  const search = lines.slice(start, end).join('\n');
  const place = start === 0 ? 0 : lines.slice(0, start).join('\n').length + 1;
  const found = occurrencesAtLineStarts(content, search);
  return found.length === 1 && found[0] === place;
}

/** Whether the texts end where they should when the block is read again. */
function fitsForm(search: string, replace: string): boolean {
  const { divider, replace: end } = editMarkers;
  return (
    (search + divider).indexOf(divider) === search.length &&
    (replace + end).indexOf(end) === replace.length
  );
}

function holdsTag(text: string): boolean {
  return answerTags.some((tag) => text.includes(tag));
}

function none(reason: NoEditReason) {
  return { edits: undefined, reason };
}

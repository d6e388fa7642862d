import { editMarkers } from '../rollout/answer-form.ts';
import type { Edit } from '../rollout/line-start-edit.ts';

/** An edit with the places where its two texts start, in UTF-16 units. */
export interface EditBlock extends Edit {
  readonly searchStart: number;
  readonly replaceStart: number;
}

/**
 * Finds the edit blocks of an answer, in order. The form: a fence (with any info text, perhaps in mid
 * line), a path line, SEARCH marker, search text, divider, replace text, REPLACE marker, fence. The first
 * divider and after it the first end decide, wherever they stand: a block without a line between two
 * markers therefore runs on into the next. What has not this form is passed over. Linear time.
 *
 * @param origin Where the answer starts in its output; the places are counted from there.
 */
export function parseEditBlocks(answer: string, origin = 0): EditBlock[] {
  const blocks: EditBlock[] = [];
  let at = 0;
  for (;;) {
    const fence = answer.indexOf(editMarkers.fence, at);
    if (fence < 0) return blocks;
    const opening = readOpening(answer, fence);
    if (opening.path === undefined) {
      at = opening.end;
      continue;
    }
    const divider = answer.indexOf(editMarkers.divider, opening.end);
    if (divider < 0) return blocks;
    const replaceStart = divider + editMarkers.divider.length;
    const replaceEnd = answer.indexOf(editMarkers.replace, replaceStart);
    if (replaceEnd < 0) return blocks;
    blocks.push({
      path: opening.path,
      search: answer.slice(opening.end, divider),
      replace: answer.slice(replaceStart, replaceEnd),
      searchStart: origin + opening.end,
      replaceStart: origin + replaceStart,
    });
    at = replaceEnd + editMarkers.replace.length;
  }
}

/** The path after a fence line and the end of the SEARCH line; or only the end of the fence line. */
function readOpening(answer: string, fence: number): { path?: string; end: number } {
  const fenceLineEnd = answer.indexOf('\n', fence);
  if (fenceLineEnd < 0) return { end: answer.length };
  if (!answer.startsWith(editMarkers.path, fenceLineEnd)) return { end: fenceLineEnd };
  const pathStart = fenceLineEnd + editMarkers.path.length;
  const pathEnd = answer.indexOf('\n', pathStart);
  if (pathEnd < 0 || !answer.startsWith(editMarkers.search, pathEnd)) return { end: fenceLineEnd };
  return { path: answer.slice(pathStart, pathEnd), end: pathEnd + editMarkers.search.length };
}

import { editMarkers } from '../rollout/answer-form.ts';
import type { EditBlock } from './edit-blocks.ts';
import type { EditedText } from './edited-text.ts';
import { prepareEditReward } from './edit-reward.ts';
import { diffRatio } from './file-changes.ts';
import type { OutputFault } from './output-fault.ts';
import type { RewardRule } from './reward-rule.ts';
import { similarityOutcome } from './similarity-outcome.ts';
import type { TaggedOutput } from './tagged-output.ts';

/** More than any change that a person would review; an output beyond one is at fault. */
export const hardenedEditCaps = {
  blocks: 200,
  paths: 50,
  /** UTF-16 units of all search and replace texts together. */
  editCharacters: 200_000,
} as const;

/**
 * `search-replace@1` without its surprises: the same value for every output that it scores, and a fault
 * where the paper's rule would guess what an edit means. Beyond the faults of that rule these score -1:
 *
 * - `over_edit_caps`: more blocks, paths or text than `hardenedEditCaps`;
 * - `malformed_block`: a marker line in a text of a block (a block that ran on into the next, or an
 *   underline of seven `=` in the code), or one that belongs to no block (which the paper's rule passes over);
 * - `ambiguous_search`: a search text at more than one line start (the paper's rule replaces them all), so
 *   also an empty search in a file that is not empty;
 * - `partial_line`: a search text that ends in mid line.
 */
export const searchReplaceHardened: RewardRule = {
  name: 'search-replace-hardened',
  version: 1,
  summary: 'search-replace@1 for whole blocks and unambiguous whole lines; -1 for anything less',
  madeOf: 'mean',
  configuration: { editCaps: hardenedEditCaps },
  prepare: (task, { engine, caps }) =>
    prepareEditReward(task, caps, {
      similarity: diffRatio(engine),
      outcomeOf: similarityOutcome,
      checkBlocks: (tagged, blocks) => overCaps(blocks) ?? malformed(tagged, blocks),
      checkEdit,
    }),
};

function checkEdit(
  text: EditedText,
  search: string,
  starts: readonly number[],
): OutputFault['category'] | undefined {
  if (starts.length > 1) return 'ambiguous_search';
  const end = (starts[0] ?? 0) + search.length;
  return end === text.length || text.units(end, end + 1) === '\n' ? undefined : 'partial_line';
}

function overCaps(blocks: readonly EditBlock[]): OutputFault | undefined {
  let characters = 0;
  const paths = new Set<string>();
  for (const [index, { path, search, replace, searchStart: start }] of blocks.entries()) {
    characters += search.length + replace.length;
    paths.add(path);
    const over =
      (index >= hardenedEditCaps.blocks && 'blocks') ||
      (paths.size > hardenedEditCaps.paths && 'paths') ||
      (characters > hardenedEditCaps.editCharacters && 'editCharacters');
    if (over === false) continue;
    const detail = `${over}: more than ${hardenedEditCaps[over]}`;
    return { category: 'over_edit_caps', detail, span: { start, end: start + search.length } };
  }
  return undefined;
}

/** A line that is a marker and nothing else. */
const markerLine = /(?:^|\n)(<{7} SEARCH|={7}|>{7} REPLACE)(?=\n|$)/g;
const dividerLine = editMarkers.divider.trim();

/** The first marker line that is not where a block has it; dividers are looked for within blocks only. */
function malformed(
  { answer, answerSpan }: TaggedOutput,
  blocks: readonly EditBlock[],
): OutputFault | undefined {
  const expected = blocks.flatMap(placesOfMarkers);
  let next = 0;
  for (const { 0: found, 1: line = '', index } of answer.matchAll(markerLine)) {
    const end = answerSpan.start + index + found.length;
    const start = end - line.length;
    const isBetweenBlocks = next % 3 === 0;
    if (start === expected[next]) next += 1;
    else if (line !== dividerLine || !isBetweenBlocks) {
      return { category: 'malformed_block', detail: line, span: { start, end } };
    }
  }
  return undefined;
}

/** Where the three marker lines of a block start in the output. */
function placesOfMarkers({ search, replace, searchStart, replaceStart }: EditBlock): number[] {
  const searchMarker = searchStart + 1 - editMarkers.search.length;
  return [searchMarker, searchStart + search.length + 1, replaceStart + replace.length + 1];
}

import type { RewardCategory } from '@evoline/contract/reward';

/** What a person can do about a fault of an output. */
export const faultCures: Readonly<Record<RewardCategory, string>> = {
  tag_count:
    'Each of <think>, </think>, <solution>, </solution> must stand in the output once; a tag that the thought or the code only names counts too. A missing closing tag is mostly an answer that was cut: allow more tokens.',
  empty_thought: 'Something must be thought between <think> and </think> before the solution.',
  no_edit_block:
    'A block is a fence, "### path", the SEARCH marker, the old text, "=======", the new text, the REPLACE marker, and a fence right after it: each on lines of their own, with a line between two markers even if it is empty.',
  identical_edit:
    'The block changes nothing and must be left out, or its replace text must differ from its search text.',
  search_not_found:
    'The search text must be copied from the file as the blocks before it left it, from the start of a line, with all its white space.',
  over_edit_caps:
    'The change must be made of fewer or smaller blocks, or judged by search-replace@1.',
  malformed_block:
    'Every marker line must belong to a block: an empty line between two markers where a text is empty, and no line of exactly seven "=" in a text.',
  ambiguous_search:
    'The search text must take in more lines around the place, until it stands in the file once.',
  partial_line: 'The search text must go on to the end of its last line.',
};

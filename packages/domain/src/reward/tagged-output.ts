import type { RewardCategory } from '@evoline/contract/reward';
import { answerTags, solutionTags, thinkTags } from '../rollout/answer-form.ts';
import { pythonStrip } from './python-strip.ts';

/** Part of an output in UTF-16 units: `[start, end)`. */
export type TextSpan = { readonly start: number; readonly end: number };

/** A fault of an output, before it becomes a reward. */
export type OutputFault = {
  readonly category: RewardCategory;
  readonly detail: string;
  /** Where in the output; left out when nothing stands there to be pointed at. */
  readonly span?: TextSpan;
};

/** What stands between the tags, stripped of white space as Python does. */
export type TaggedOutput = { readonly thought: string; readonly answer: string };

/**
 * Takes an output apart at its tags. Each tag must occur exactly once, anywhere: they are counted in the
 * whole text, and neither their order nor their nesting is checked. An empty answer is no fault here.
 */
export function readTaggedOutput(
  output: string,
): { readonly tagged: TaggedOutput } | { readonly fault: OutputFault } {
  for (const tag of answerTags) {
    const first = output.indexOf(tag);
    if (first < 0 || output.includes(tag, first + tag.length)) {
      return { fault: { category: 'tag_count', detail: tag } };
    }
  }
  const thought = textBetween(output, thinkTags);
  if (thought === '') return { fault: { category: 'empty_thought', detail: '' } };
  return { tagged: { thought, answer: textBetween(output, solutionTags) } };
}

/** From the opening tag to the closing one, or to the end when the closing one stands before it. */
function textBetween(
  output: string,
  tags: { readonly open: string; readonly close: string },
): string {
  const rest = output.slice(output.indexOf(tags.open) + tags.open.length);
  const end = rest.indexOf(tags.close);
  return pythonStrip(end < 0 ? rest : rest.slice(0, end));
}

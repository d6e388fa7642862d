import { answerTags, solutionTags, thinkTags } from '../rollout/answer-form.ts';
import type { OutputFault } from './output-fault.ts';
import { strippedSpan } from './python-strip.ts';
import type { TextSpan } from './python-strip.ts';

/** What stands between the tags, stripped of white space as Python does, and where in the output. */
export interface TaggedOutput {
  readonly thought: string;
  readonly answer: string;
  readonly answerSpan: TextSpan;
}

/**
 * Takes an output apart at its tags. Each tag must occur exactly once, anywhere: they are counted in the
 * whole text, and neither their order nor their nesting is checked. An empty answer is no fault here.
 */
export function readTaggedOutput(
  output: string,
): { readonly tagged: TaggedOutput } | { readonly fault: OutputFault } {
  for (const tag of answerTags) {
    const fault = countFault(output, tag);
    if (fault !== undefined) return { fault };
  }
  const span = spanBetween(output, thinkTags);
  const thoughtSpan = strippedSpan(output, span);
  if (thoughtSpan.start === thoughtSpan.end) {
    return { fault: { category: 'empty_thought', detail: '', span } };
  }
  const answerSpan = strippedSpan(output, spanBetween(output, solutionTags));
  const thought = output.slice(thoughtSpan.start, thoughtSpan.end);
  const answer = output.slice(answerSpan.start, answerSpan.end);
  return { tagged: { thought, answer, answerSpan } };
}

/** A missing tag, or the second occurrence of one. */
function countFault(output: string, tag: string): OutputFault | undefined {
  const first = output.indexOf(tag);
  if (first < 0) return { category: 'tag_count', detail: tag };
  const second = output.indexOf(tag, first + tag.length);
  if (second < 0) return undefined;
  const span = { start: second, end: second + tag.length };
  return { category: 'tag_count', detail: tag, span };
}

/** From the opening tag to the closing one, or to the end when the closing one stands before it. */
export function spanBetween(
  output: string,
  tags: { readonly open: string; readonly close: string },
): TextSpan {
  const start = output.indexOf(tags.open) + tags.open.length;
  const end = output.indexOf(tags.close, start);
  return { start, end: end < 0 ? output.length : end };
}

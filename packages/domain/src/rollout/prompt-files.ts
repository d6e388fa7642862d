import type { PullRequestItem } from '@evoline/contract/mine';
import type { TemplateName } from '@evoline/contract/rollout';
import type { PromptFile } from './render-prompt.ts';

/** Templates for policies that have room for the changed files only. */
const withoutContext: readonly TemplateName[] = ['compact@1'];

/**
 * The files of an item as they stood before its change, by path, so that nothing tells the changed ones
 * from its context; files that it creates are not shown. None when there is no file to change.
 */
export function promptFiles(
  template: TemplateName,
  { files, context }: Pick<PullRequestItem, 'files' | 'context'>,
): PromptFile[] {
  const changed = files.flatMap((file) =>
    file.before === null ? [] : [{ path: file.previousPath ?? file.path, content: file.before }],
  );
  if (changed.length === 0 || withoutContext.includes(template)) return changed;
  return [...changed, ...context].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

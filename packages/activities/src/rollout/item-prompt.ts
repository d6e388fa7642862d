import type { PullRequestItem } from '@evoline/contract/mine';
import type { TemplateName } from '@evoline/contract/rollout';
import { renderIssueText } from '@evoline/domain/rollout/issue-text';
import { promptFiles } from '@evoline/domain/rollout/prompt-files';
import { promptTemplates } from '@evoline/domain/rollout/prompt-templates';
import { renderPrompt } from '@evoline/domain/rollout/render-prompt';

/** The prompt of an item, or null when there is no file content to show. */
export function itemPrompt(template: TemplateName, item: PullRequestItem): string | null {
  const files = promptFiles(template, item);
  if (files.length === 0) return null;
  const issueText = renderIssueText({ issues: item.issues, pullRequestTitle: item.title });
  return renderPrompt(promptTemplates[template], { issueText, files });
}

import type { PullRequestItem } from '@evoline/contract/mine';
import type { GroupRecord } from '@evoline/contract/rollout';
import { servedNameOf } from '@evoline/contract/served-name';
import { contentDigest } from '@evoline/domain/content-digest';
import { renderIssueText } from '@evoline/domain/rollout/issue-text';
import { promptFiles } from '@evoline/domain/rollout/prompt-files';
import { promptTemplates } from '@evoline/domain/rollout/prompt-templates';
import { renderPrompt } from '@evoline/domain/rollout/render-prompt';
import { encode, specialTokens } from '../engine/double-tokenizer.ts';

/** A finished group: `answers` to the item's prompt, in the tokens of the engine double. */
export function aGroupRecord(
  item: PullRequestItem,
  answers: readonly string[],
  change: Partial<GroupRecord> = {},
): GroupRecord {
  const template = promptTemplates[change.template ?? 'compact@1'];
  const issueText = renderIssueText({ issues: item.issues, pullRequestTitle: item.title });
  const prompt = renderPrompt(template, { issueText, files: promptFiles(template.name, item) });
  const weightsDigest = contentDigest('weights');
  return {
    format: 'evoline.group.v1',
    groupId: contentDigest(['group', contentDigest(item), answers]),
    itemDigest: contentDigest(item),
    template: 'compact@1',
    templateDigest: contentDigest(template),
    prompt,
    promptTokenIds: [specialTokens.beginning, ...encode(prompt)],
    sampling: {
      samples: answers.length,
      temperature: 1,
      maxCompletionTokens: 512,
      maxPromptTokens: 512,
    },
    seed: 0,
    engineBuild: 'engine double',
    servedName: servedNameOf(weightsDigest),
    weightsDigestAtDispatch: weightsDigest,
    weightsDigestAtFinish: weightsDigest,
    samples: answers.map((text, index) => {
      const tokenIds = [...encode(text), specialTokens.end];
      const logProbs = tokenIds.map(() => -0.5);
      return { index, text, tokenIds, logProbs, finishReason: 'stop' };
    }),
    ...change,
  };
}

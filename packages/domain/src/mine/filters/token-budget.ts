import type { PullRequestItem } from '@evoline/contract/mine';
import { estimateTokens } from '../estimate-tokens.ts';
import type { Filter } from './filter.ts';

/** What a prompt says beside issue and files, generously. */
const framingTokens = 400;

/** A prompt has to fit the training context, which holds the answer too: 16 k tokens in SWE-RL (section 3.1). */
export const tokenBudget: Filter = {
  reason: 'token_budget',
  refuses: {
    item: ({ item }, { maxPromptTokens }) => {
      const tokens = promptTokens(item);
      return tokens > maxPromptTokens ? `about ${tokens} tokens, at most ${maxPromptTokens}` : null;
    },
  },
};

/** Estimated tokens of the prompt: the texts of the issues, else of the title, and files before the change. */
export function promptTokens({ title, issues, files }: PullRequestItem): number {
  const told = issues.filter((issue) => issue.title !== null);
  const texts = told.flatMap((issue) => [issue.title ?? '', issue.body ?? '']);
  const shown = files.flatMap(({ path, before }) => (before === null ? [] : [path, before]));
  const all = [...(texts.length === 0 ? [title] : texts), ...shown];
  return framingTokens + all.reduce((sum, text) => sum + estimateTokens(text), 0);
}

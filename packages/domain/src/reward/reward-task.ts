import type { PullRequestItem } from '@evoline/contract/mine';
import type { RewardTask } from './reward-rule.ts';

/**
 * The two sides of an item: its files before the change, and after it. A removed file and the old name of
 * a renamed one are empty afterwards; created files and new names are unknown before. Context files are
 * known too and the oracle leaves them alone, so that an edit of one applies and is a predicted change too
 * many, as in SWE-RL.
 */
export function rewardTask({
  files,
  context,
}: Pick<PullRequestItem, 'files' | 'context'>): RewardTask {
  const codeContext = context.map(({ path, content }): [string, string] => [path, content]);
  const oracleNewContent: [path: string, content: string][] = [];
  for (const file of files) {
    const oldPath = file.previousPath ?? file.path;
    if (file.before !== null) codeContext.push([oldPath, file.before]);
    if (oldPath !== file.path && file.before !== null) oracleNewContent.push([oldPath, '']);
    oracleNewContent.push([file.path, file.after ?? '']);
  }
  return {
    codeContext: Object.fromEntries(codeContext),
    oracleNewContent: Object.fromEntries(oracleNewContent),
  };
}

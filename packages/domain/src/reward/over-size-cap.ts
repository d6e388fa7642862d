import type { RewardOutcome } from '@evoline/contract/reward';
import type { RewardCaps, RewardTask } from './reward-rule.ts';

/** What becomes of an output when a text of either side is beyond a cap. */
export const overSizeCap: RewardOutcome = { outcome: 'excluded', reason: 'over_size_cap' };

/** Whether a file of either side of an item is beyond the cap. */
export function hasOversizedFile(
  { codeContext, oracleNewContent }: RewardTask,
  { fileCharacters }: Pick<RewardCaps, 'fileCharacters'>,
): boolean {
  const texts = [...Object.values(codeContext), ...Object.values(oracleNewContent)];
  return anyLonger(texts, fileCharacters);
}

/** Whether a text has more UTF-16 units. */
export function anyLonger(texts: Iterable<string>, maxCharacters: number): boolean {
  for (const text of texts) if (text.length > maxCharacters) return true;
  return false;
}

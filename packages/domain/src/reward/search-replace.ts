import type { RewardOutcome } from '@evoline/contract/reward';
import { applyEdits } from './apply-edits.ts';
import { correctlyRoundedMean } from './correctly-rounded-mean.ts';
import { parseEditBlocks } from './edit-blocks.ts';
import { changesByPath, compareChanges } from './file-changes.ts';
import type { ChangesByPath, FileComparison } from './file-changes.ts';
import type { RewardExplanation } from './reward-explanation.ts';
import { defaultRewardCaps } from './reward-rule.ts';
import type { RewardCaps, RewardRule, RewardTask } from './reward-rule.ts';
import { readTaggedOutput } from './tagged-output.ts';
import type { OutputFault } from './tagged-output.ts';

export const searchReplace: RewardRule = {
  name: 'search-replace',
  version: 1,
  summary: 'mean character similarity of predicted and oracle diffs; -1 for a fault of the output',
  prepare: (task, { caps }) => ({
    score: (output) => scoreSearchReplace({ ...task, output }, caps),
    explain: (output) => explainSearchReplace({ ...task, output }, caps),
  }),
};

/**
 * The paper's reward, rule `search-replace@1` (SWE-RL eq. 1; per-file mean as in its public code).
 *
 * - The output's edits are applied to the code context. -1 with a category for a fault of the output.
 * - Otherwise the mean over the files that either side changes of difflib's character similarity between
 *   the predicted and the oracle diff: 0 for a file that only one side changes, 1 when nobody changes
 *   anything. The mean is the correctly rounded sum over the count, so file order makes no difference.
 * - `exact`: every such file has the same diff on both sides, which is the same as a value of 1. Line-break
 *   style and a final line break are no difference.
 */
export function scoreSearchReplace(
  input: RewardTask & { readonly output: string },
  caps: RewardCaps = defaultRewardCaps,
): RewardOutcome {
  return explainSearchReplace(input, caps).outcome;
}

/** `scoreSearchReplace` with its parts: thought, answer, edits, and both diffs of every file. */
export function explainSearchReplace(
  { codeContext, oracleNewContent, output }: RewardTask & { readonly output: string },
  caps: RewardCaps = defaultRewardCaps,
): RewardExplanation {
  const read = readTaggedOutput(output);
  if ('fault' in read) return { outcome: faultOutcome(read.fault), files: [] };
  const { tagged } = read;
  const edits = parseEditBlocks(tagged.answer);
  if (edits.length === 0) {
    return { outcome: faultOutcome({ category: 'no_edit_block', detail: '' }), tagged, files: [] };
  }
  const applied = applyEdits(codeContext, edits, caps.fileCharacters);
  if ('fault' in applied) return { outcome: faultOutcome(applied.fault), tagged, edits, files: [] };
  const texts = [...Object.values(codeContext), ...Object.values(oracleNewContent)];
  if ('overSizeCap' in applied || anyLonger(texts, caps.fileCharacters)) {
    return { outcome: overSizeCap, tagged, edits, files: [] };
  }
  const predicted = changesByPath(codeContext, applied.contents);
  const oracle = changesByPath(codeContext, Object.entries(oracleNewContent));
  const compared = compareWithin(predicted, oracle, caps.diffCharacters);
  if (compared === undefined) return { outcome: overSizeCap, tagged, edits, files: [] };
  return { outcome: scoredOutcome(compared), tagged, edits, files: compared };
}

/** The outcome of compared files: their mean similarity, 1 when no side changes anything. */
export function scoredOutcome(files: readonly FileComparison[]): RewardOutcome {
  const similarities = files.map((file) => file.similarity);
  return {
    outcome: 'scored',
    value: files.length === 0 ? 1 : correctlyRoundedMean(similarities),
    exact: similarities.every((similarity) => similarity === 1),
    files: files.map(({ path, similarity }) => ({ path, similarity })),
  };
}

/** Whether the output could be read and applied: the format reward of the paper. */
export function isWellFormed(outcome: RewardOutcome): boolean {
  return outcome.outcome === 'scored';
}

/** Whether the output changes every file exactly as the oracle does. */
export function isExact(outcome: RewardOutcome): boolean {
  return outcome.outcome === 'scored' && outcome.exact;
}

const overSizeCap = { outcome: 'excluded', reason: 'over_size_cap' } as const;

function faultOutcome({ category, detail }: OutputFault): RewardOutcome {
  return { outcome: 'fault', value: -1, category, detail };
}

function compareWithin(
  predicted: ChangesByPath,
  oracle: ChangesByPath,
  maxCharacters: number,
): FileComparison[] | undefined {
  const diffs = [...predicted.values(), ...oracle.values()];
  return anyLonger(diffs, maxCharacters) ? undefined : compareChanges(predicted, oracle);
}

function anyLonger(texts: readonly string[], maxCharacters: number): boolean {
  return texts.some((text) => text.length > maxCharacters);
}

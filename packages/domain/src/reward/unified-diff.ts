import { solutionTags } from '../rollout/answer-form.ts';
import { CappedComparison } from './capped-comparison.ts';
import { diffRatio } from './file-changes.ts';
import type { ChangesByPath } from './file-changes.ts';
import { overSizeCap } from './over-size-cap.ts';
import { patchChanges } from './patch-changes.ts';
import { PreparedFiles } from './prepared-files.ts';
import type { RewardRule } from './reward-rule.ts';
import { similarityOutcome } from './similarity-outcome.ts';
import { spanBetween } from './tagged-output.ts';

/**
 * The patch variant of the paper's reward: the solution between the tags is read as a unified diff, of git
 * or plain (text around hunks, as fences, is passed over), and compared as `search-replace@1` compares.
 *
 * It never gives -1: a solution that is no patch, or that does not stand between one pair of tags, counts as
 * no change, so junk scores 0, and 1 where the oracle changes nothing. Nothing is applied, and nobody asks
 * for a thought. The oracle's patch is the diff of the item's files without section headings, so a heading
 * after `@@` in a prediction costs a little. A patch is compared as it says it is: its line numbers count
 * as text, and a renamed file is keyed by its old name.
 */
export const unifiedDiff: RewardRule = {
  name: 'unified-diff',
  version: 1,
  summary: 'the solution is a unified diff, compared with the oracle diff; never -1',
  madeOf: 'mean',
  prepare(task, { engine, caps }) {
    const files = new PreparedFiles(task);
    const comparison = new CappedComparison(task, caps, {
      oracleChanges: () => asPatches(files.oracleChanges()),
      similarity: diffRatio(engine),
    });
    const judge = (predict: () => ChangesByPath) => {
      const compared = comparison.compare(predict);
      if (compared !== undefined) return { outcome: similarityOutcome(compared), files: compared };
      return { outcome: overSizeCap, files: [] };
    };
    const explain = (output: string) => judge(() => patchChanges([solutionOf(output)]));
    return {
      explain,
      score: (output) => explain(output).outcome,
      scoreChanges: (changes) => judge(() => asPatches(changes)).outcome,
    };
  },
};

/** What stands between the solution tags; nothing unless each of them occurs exactly once. */
function solutionOf(output: string): string {
  const tags = [solutionTags.open, solutionTags.close];
  if (tags.some((tag) => output.split(tag, 3).length !== 2)) return '';
  const { start, end } = spanBetween(output, solutionTags);
  return output.slice(start, end);
}

/** The same changes with their hunks printed as those of a patch that is read. */
function asPatches(diffs: ChangesByPath): ChangesByPath {
  const changes = new Map<string, string>();
  for (const [path, diff] of diffs) {
    // The name is in the way of reading: any path is a key, and not every one can stand in a patch.
    const [change] = patchChanges([`--- a/file\n+++ b/file\n${diff}\n`]).values();
    if (change !== undefined) changes.set(path, change);
  }
  return changes;
}

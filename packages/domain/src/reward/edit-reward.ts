import type { RewardOutcome } from '@evoline/contract/reward';
import { applyEdits } from './apply-edits.ts';
import type { EditCheck } from './apply-edits.ts';
import { CappedComparison } from './capped-comparison.ts';
import { parseEditBlocks } from './edit-blocks.ts';
import type { EditBlock } from './edit-blocks.ts';
import type { DiffSimilarity, FileComparison } from './file-changes.ts';
import { faultOutcome } from './output-fault.ts';
import type { OutputFault } from './output-fault.ts';
import { overSizeCap } from './over-size-cap.ts';
import { PreparedFiles } from './prepared-files.ts';
import type { RewardExplanation } from './reward-explanation.ts';
import type { PreparedReward, RewardCaps, RewardTask } from './reward-rule.ts';
import { readTaggedOutput } from './tagged-output.ts';
import type { TaggedOutput } from './tagged-output.ts';

/** What makes one rule over SEARCH/REPLACE answers differ from another. */
export interface EditJudgement {
  readonly similarity: DiffSimilarity;
  readonly outcomeOf: (files: readonly FileComparison[]) => RewardOutcome;
  /** Further faults of an answer's blocks, looked for before any is applied. */
  readonly checkBlocks?: BlocksCheck;
  /** Further faults of one edit. */
  readonly checkEdit?: EditCheck;
}

export type BlocksCheck = (
  tagged: TaggedOutput,
  blocks: readonly EditBlock[],
) => OutputFault | undefined;

/** Readies a rule that reads an output's edits, applies them and compares diffs. */
export function prepareEditReward(
  task: RewardTask,
  caps: RewardCaps,
  judgement: EditJudgement,
): PreparedReward {
  const files = new PreparedFiles(task, caps.fileCharacters);
  const { similarity, outcomeOf, checkBlocks, checkEdit } = judgement;
  const sides = { oracleChanges: () => files.oracleChanges(), similarity };
  const comparison = new CappedComparison(task, caps, sides);
  const ground = {
    fileAt: (path: string) => files.fileAt(path),
    maxCharacters: caps.fileCharacters,
    ...(checkEdit && { check: checkEdit }),
  };

  function explain(output: string): RewardExplanation {
    const read = readEdits(output, checkBlocks);
    if ('fault' in read) return { outcome: faultOutcome(read.fault), ...read, files: [] };
    const applied = applyEdits(read.edits, ground);
    if ('fault' in applied) {
      return { outcome: faultOutcome(applied.fault), ...applied, ...read, files: [] };
    }
    const compared =
      'edited' in applied
        ? comparison.compare(() => files.predictedChanges(applied.edited))
        : undefined;
    if (compared === undefined) return { outcome: overSizeCap, ...read, files: [] };
    return { outcome: outcomeOf(compared), ...read, files: compared };
  }
  return {
    explain,
    score: (output) => explain(output).outcome,
    scoreChanges(changes) {
      const compared = comparison.compare(() => changes);
      return compared === undefined ? overSizeCap : outcomeOf(compared);
    },
  };
}

type ReadEdits = { readonly tagged: TaggedOutput; readonly edits: readonly EditBlock[] };

/** The edits of an output, or its first fault with what could be read before it. */
function readEdits(
  output: string,
  checkBlocks: BlocksCheck | undefined,
): ReadEdits | (Partial<ReadEdits> & { readonly fault: OutputFault }) {
  const read = readTaggedOutput(output);
  if ('fault' in read) return read;
  const { tagged } = read;
  const edits = parseEditBlocks(tagged.answer, tagged.answerSpan.start);
  const fault = edits.length === 0 ? noBlock(tagged) : checkBlocks?.(tagged, edits);
  return { tagged, edits, ...(fault && { fault }) };
}

function noBlock({ answerSpan: span }: TaggedOutput): OutputFault {
  return { category: 'no_edit_block', detail: '', span };
}

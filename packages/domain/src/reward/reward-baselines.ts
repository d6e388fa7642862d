import type { FileSimilarity, RewardOutcome } from '@evoline/contract/reward';
import { blankLineChanges } from './blank-line-changes.ts';
import type { ChangesByPath } from './file-changes.ts';
import { anyLonger, hasOversizedFile } from './over-size-cap.ts';
import { PreparedFiles } from './prepared-files.ts';
import type { PreparedReward, RewardSetting, RewardTask } from './reward-rule.ts';
import type { UnrelatedChanges } from './unrelated-changes.ts';

/** What edits would get that solve nothing. */
export interface RewardBaselines {
  /** A blank line at every place that the oracle changes (`blankLineChanges`). */
  readonly blankLines: RewardBaseline;
  /** In each file the change of another item that is most like the oracle's; null when none was given. */
  readonly unrelated: UnrelatedBaseline | null;
}

export interface RewardBaseline {
  /** null when it is beyond the size caps. */
  readonly value: number | null;
  readonly files: readonly FileSimilarity[];
}

export interface UnrelatedBaseline extends RewardBaseline {
  /** Changes that were looked through. */
  readonly among: number;
  /** Where the change of each file comes from. */
  readonly from: readonly {
    readonly path: string;
    readonly item: string;
    readonly itemPath: string;
  }[];
}

/**
 * The character similarity of two diffs is far above 0 for diffs that have only the form of a diff and the
 * context of a place in common. A value says something by how far it is above these two.
 */
export function rewardBaselines(
  prepared: PreparedReward,
  of: {
    readonly task: RewardTask;
    readonly setting: RewardSetting;
    readonly unrelated: UnrelatedChanges | undefined;
  },
): RewardBaselines {
  const { task, setting, unrelated } = of;
  const { caps } = setting;
  if (hasOversizedFile(task, caps)) return noBaselines;
  const oracle = new PreparedFiles(task).oracleChanges();
  if (anyLonger(oracle.values(), caps.diffCharacters)) return noBaselines;
  return {
    blankLines: baseline(prepared, blankLineChanges(task, oracle)),
    unrelated: unrelated === undefined ? null : unrelatedBaseline(prepared, oracle, of),
  };
}

const noBaselines: RewardBaselines = { blankLines: { value: null, files: [] }, unrelated: null };

function unrelatedBaseline(
  prepared: PreparedReward,
  oracle: ChangesByPath,
  { setting, unrelated }: { setting: RewardSetting; unrelated: UnrelatedChanges | undefined },
): UnrelatedBaseline | null {
  const found = unrelated?.mostLike(oracle, setting.engine);
  if (found === undefined || found.byPath.size === 0) return null;
  const changes = new Map([...found.byPath].map(([path, { diff }]) => [path, diff]));
  return {
    ...baseline(prepared, changes),
    among: found.among,
    from: [...found.byPath].map(([path, change]) => ({
      path,
      item: change.item,
      itemPath: change.path,
    })),
  };
}

function baseline(prepared: PreparedReward, changes: ChangesByPath): RewardBaseline {
  const outcome: RewardOutcome = prepared.scoreChanges(changes);
  if (outcome.outcome !== 'scored') return { value: null, files: [] };
  return { value: outcome.value, files: outcome.files };
}

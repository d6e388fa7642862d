import type { DatasetRecipe } from '@evoline/contract/dataset';
import { droppedPullRequests } from '@evoline/db/queries/current-pull-requests';
import {
  type DatasetDiff,
  pullRequestKey,
  type TodaysName,
} from '@evoline/domain/dataset/diff-datasets';
import {
  type ChangeReason,
  explainChanges,
  type ExplainedChange,
} from '@evoline/domain/dataset/explain-changes';
import type { FreezeDrop } from '@evoline/domain/dataset/freeze-drop';
import { matchesName } from '@evoline/domain/mine/source-locator';
import { compareEditions } from './compare-editions.ts';
import type { DatasetDeps } from './dataset-deps.ts';

/** Why each pull request left or changed: from winnowing, from mining, from comparing both editions. */
export async function explainDiff(
  deps: DatasetDeps,
  diff: DatasetDiff,
  known: {
    readonly recipe: DatasetRecipe;
    readonly drops: readonly FreezeDrop[];
    readonly todaysName: TodaysName;
  },
): Promise<ExplainedChange[]> {
  const { recipe, todaysName } = known;
  const gone = new Set(diff.removed.map((item) => keyOfToday(item, todaysName)));
  const dropped = new Map<string, ChangeReason>();
  for (const { item, reason, evidence } of known.drops) {
    const key = pullRequestKey(item);
    if (gone.has(key)) dropped.set(key, { reason, evidence });
  }
  const unexplained = diff.removed
    .map(({ repository, number }) => ({ repository: todaysName(repository), number }))
    .filter((item) => !dropped.has(pullRequestKey(item)));
  const judged = await droppedPullRequests(deps.database, unexplained);
  return explainChanges(diff, {
    todaysName,
    dropped,
    judged: new Map(judged.map((row) => [pullRequestKey(row), row])),
    selects: (name) => recipe.repositories.some((pattern) => matchesName(pattern, name)),
    edits: await compareEditions(deps, diff.edited),
  });
}

function keyOfToday(
  { repository, number }: { readonly repository: string; readonly number: number },
  todaysName: TodaysName,
): string {
  return pullRequestKey({ repository: todaysName(repository), number });
}

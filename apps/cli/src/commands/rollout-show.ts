import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { PullRequestItem } from '@evoline/contract/mine';
import { GroupRecord } from '@evoline/contract/rollout';
import type { Database } from '@evoline/db/open-database';
import { findGroup, type GroupResults, resultsOfGroup } from '@evoline/db/queries/find-group';
import type { GroupRow } from '@evoline/db/queries/groups';
import { itemContents } from '@evoline/db/queries/item-contents';
import { itemsByDigest } from '@evoline/db/queries/items-by-digest';
import type { RewardRow } from '@evoline/db/queries/rewards';
import { runById } from '@evoline/db/queries/runs';
import type { FileComparison } from '@evoline/domain/reward/file-changes';
import { PreparedFiles } from '@evoline/domain/reward/prepared-files';
import { defaultRewardSetting, type PreparedReward } from '@evoline/domain/reward/reward-rule';
import { rewardTask } from '@evoline/domain/reward/reward-task';
import { chooseReward } from '@evoline/domain/reward/reward-rules';
import { runReward } from '@evoline/domain/reward/run-reward';
import { defaultReward } from '@evoline/domain/run/train-defaults';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { groupText } from '../report/group-text.ts';

export interface RolloutShowDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

/** One sample of a group with everything that became of it. */
export interface ShownSample {
  readonly index: number;
  readonly text: string;
  readonly tokens: number;
  readonly finishReason: string;
  /** null: not scored. */
  readonly score: Pick<
    RewardRow,
    'reward' | 'outcome' | 'value' | 'exact' | 'category' | 'detail'
  > | null;
  /** null: not trained on. */
  readonly advantage: number | null;
  readonly files: readonly FileComparison[];
}

/** One group as a person would read it; with `--json` the document on standard output. */
export interface ShownGroup {
  readonly groupId: string;
  readonly runId: string;
  readonly purpose: GroupRow['purpose'];
  readonly step: number;
  readonly policyVersion: string;
  readonly state: GroupRow['state'];
  readonly reason: string | null;
  readonly pullRequest: {
    readonly name: string;
    readonly url: string | null;
    readonly title: string;
  };
  readonly engine: string | null;
  readonly servedName: string | null;
  readonly seed: number;
  readonly sampling: GroupRow['sampling'];
  readonly template: string;
  readonly prompt: string | null;
  /** The change as the pull request made it, by file. */
  readonly oracle: readonly { readonly path: string; readonly diff: string }[];
  readonly samples: readonly ShownSample[];
}

/**
 * `evoline rollout show <group>`: prompt, samples side by side, predicted against oracle diff, reward
 * parts and advantages of one group. All of it was stored, but for the diffs, which follow from it; nothing
 * is sampled or scored again.
 *
 * @throws EvolineFailure not_found, input_invalid, store_corrupt
 */
export async function rolloutShow(deps: RolloutShowDeps, name: string, io: Io): Promise<ExitCode> {
  const shown = await showGroup(deps, name);
  writeResult(io, shown, groupText(shown, io.columns));
  return 0;
}

async function showGroup({ database, store }: RolloutShowDeps, name: string): Promise<ShownGroup> {
  const group = await findGroup(database, name);
  const { itemDigest } = group;
  const named = (await itemsByDigest(database, [itemDigest])).get(itemDigest);
  const content = (await itemContents(database, [itemDigest])).get(itemDigest);
  const item = PullRequestItem.parse(await store.getJson({ sha256: content?.sha256 ?? '' }));
  const record =
    group.blobSha256 === null
      ? null
      : GroupRecord.parse(await store.getJson({ sha256: group.blobSha256 }));
  const results = await resultsOfGroup(database, group);
  const judge = await judgeOf(database, group, item);
  return {
    ...factsOf(group),
    pullRequest: {
      name: `${item.repository}#${item.number}`,
      url: named?.url ?? null,
      title: item.title,
    },
    prompt: record?.prompt ?? null,
    oracle: oracleOf(item),
    samples: record?.samples.map((sample) => shownSample(sample, judge, results)) ?? [],
  };
}

function factsOf(group: GroupRow) {
  const { groupId, runId, purpose, step, state, reason, engine, servedName } = group;
  const { seed, sampling, template, policyVersionId: policyVersion } = group;
  const facts = { groupId, runId, purpose, step, state, reason, engine, servedName };
  return { ...facts, seed, sampling, template, policyVersion };
}

/** The change as the pull request made it, in the form that the reward compares. */
function oracleOf(item: PullRequestItem): ShownGroup['oracle'] {
  const changes = new PreparedFiles(rewardTask(item)).oracleChanges();
  return [...changes].map(([path, diff]) => ({ path, diff }));
}

/** Unfolds by the reward of the run; of a run that has none, by the paper's. */
async function judgeOf(
  database: Database,
  { runId }: GroupRow,
  item: PullRequestItem,
): Promise<PreparedReward> {
  const { config } = await runById(database, runId);
  const rule = chooseReward(runReward(config) ?? defaultReward);
  return rule.prepare(rewardTask(item), defaultRewardSetting);
}

function shownSample(
  sample: GroupRecord['samples'][number],
  judge: PreparedReward,
  { rewards, advantages }: GroupResults,
): ShownSample {
  const { index, text, finishReason } = sample;
  const stored = rewards.find((row) => row.index === index);
  return {
    index,
    text,
    tokens: sample.tokenIds.length,
    finishReason,
    score: stored === undefined ? null : scoreOf(stored),
    advantage: advantages.get(index) ?? null,
    files: judge.explain(text).files,
  };
}

function scoreOf({ reward, outcome, value, exact, category, detail }: RewardRow) {
  return { reward, outcome, value, exact, category, detail };
}

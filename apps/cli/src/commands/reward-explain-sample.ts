import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { EvolineFailure } from '@evoline/contract/failures';
import { PullRequestItem } from '@evoline/contract/mine';
import type { RewardChoice } from '@evoline/contract/reward';
import { GroupRecord } from '@evoline/contract/rollout';
import type { Database } from '@evoline/db/open-database';
import { datasetItems } from '@evoline/db/queries/dataset-items';
import { findDataset } from '@evoline/db/queries/datasets';
import { findGroup } from '@evoline/db/queries/find-group';
import type { GroupRow } from '@evoline/db/queries/groups';
import { itemContents } from '@evoline/db/queries/item-contents';
import { runById } from '@evoline/db/queries/runs';
import { explainReward } from '@evoline/domain/reward/explain-reward';
import { rewardTask } from '@evoline/domain/reward/reward-task';
import { runReward } from '@evoline/domain/reward/run-reward';
import { defaultReward } from '@evoline/domain/run/train-defaults';
import { UnrelatedChanges } from '@evoline/domain/reward/unrelated-changes';
import { explanationText } from '../explaining/explanation-text.ts';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { rewardOfVariant } from '../scoring/reward-of-variant.ts';

export interface StoredSampleDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

export interface StoredSampleOptions {
  /** `<group>/<index>`; the group by its id, the beginning of one, or `latest`. */
  readonly sample: string;
  /** The version whose items are held against it; the latest if there is one. */
  readonly dataset?: string;
  /** The reward of the sample's run if left out. */
  readonly variant?: string;
}

/** So many items of a version are read, in canonical order. */
const mostItems = 500;

/**
 * `evoline reward explain --sample <group/index>`: unfolds the score of a sample that was stored. It is scored
 * again, which gives the same bits. With `--json` the document is `{group, index, ...ExplainedReward}`.
 *
 * @throws EvolineFailure not_found, input_invalid, store_corrupt
 */
export async function rewardExplainSample(
  deps: StoredSampleDeps,
  options: StoredSampleOptions,
  io: Io,
): Promise<ExitCode> {
  const { name, index } = readName(options.sample);
  const { database, store } = deps;
  const group = await findGroup(database, name);
  if (group.blobSha256 === null) {
    throw new EvolineFailure(
      'not_found',
      `the group ${group.groupId} holds no samples: it is ${group.state}`,
    );
  }
  const record = GroupRecord.parse(await store.getJson({ sha256: group.blobSha256 }));
  const sample = record.samples.find((each) => each.index === index);
  if (sample === undefined) {
    const indexes = record.samples.map((each) => each.index).join(', ');
    throw new EvolineFailure(
      'not_found',
      `the group ${group.groupId} has the samples ${indexes}, not ${index}`,
    );
  }
  const [item] = await readItems(deps, [group.itemDigest]);
  const unrelated = await changesOfDataset(deps, options.dataset, io);
  const explained = explainReward({
    choice: await choiceOf(database, group, options.variant),
    task: rewardTask(item ?? { files: [], context: [] }),
    output: sample.text,
    ...(unrelated && { unrelated }),
  });
  const title = `sample ${index} of ${item?.repository}#${item?.number}`;
  writeResult(
    io,
    { group: group.groupId, index, ...explained },
    explanationText(title, explained, io),
  );
  return 0;
}

/** What is asked for, else the reward of the run, else the paper's. */
async function choiceOf(
  database: Database,
  { runId }: GroupRow,
  variant: string | undefined,
): Promise<RewardChoice> {
  if (variant !== undefined) return rewardOfVariant(variant);
  return runReward((await runById(database, runId)).config) ?? defaultReward;
}

function readName(sample: string): { readonly name: string; readonly index: number } {
  const found = /^(.+)\/(\d+)$/.exec(sample);
  if (found === null) {
    throw new UsageError(`expected a group and the index of a sample, as latest/0, got ${sample}`);
  }
  return { name: found[1] ?? '', index: Number(found[2]) };
}

async function changesOfDataset(
  deps: StoredSampleDeps,
  name: string | undefined,
  io: Io,
): Promise<UnrelatedChanges | undefined> {
  const version = await findDataset(deps.database, name ?? 'latest');
  if (version === null) {
    if (name === undefined) return undefined;
    throw new EvolineFailure('not_found', `there is no dataset version ${name}`);
  }
  const rows = await datasetItems(deps.database, version.digest);
  if (rows.length > mostItems) {
    io.stderr.write(
      `evoline reward explain: the first ${mostItems} of ${rows.length} items are compared with\n`,
    );
  }
  const changes = new UnrelatedChanges();
  const digests = rows.slice(0, mostItems).map((row) => row.digest);
  for (const item of await readItems(deps, digests)) {
    changes.add(`${item.repository}#${item.number}`, rewardTask(item));
  }
  return changes;
}

async function readItems(
  { database, store }: StoredSampleDeps,
  digests: readonly string[],
): Promise<PullRequestItem[]> {
  const contents = await itemContents(database, digests);
  const items: PullRequestItem[] = [];
  for (const digest of digests) {
    const content = contents.get(digest);
    if (content !== undefined) items.push(PullRequestItem.parse(await store.getJson(content)));
  }
  return items;
}

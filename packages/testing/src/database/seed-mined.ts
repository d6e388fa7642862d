import type { ArtifactRef } from '@evoline/contract/artifact';
import { itemFormat, type MinedPullRequest, type PullRequestItem } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { recordMined } from '@evoline/db/queries/record-mined';
import { insertRun } from '@evoline/db/queries/runs';
import type { NewRun } from '@evoline/db/queries/runs';
import { recordSnapshot, upsertRepository } from '@evoline/db/queries/sources';
import { contentDigest } from '@evoline/domain/content-digest';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';

/** A reference to a blob that is only talked about, never read. */
export function blobCalled(name: string): ArtifactRef {
  return { sha256: contentDigest(['blob', name]), bytes: name.length, mediaType: 'text/plain' };
}

/** A run row for tests; by default a mining run of the demo. */
export function aRun(over: Partial<NewRun> = {}): NewRun {
  const id = over.id ?? 'mine-run';
  return {
    id,
    name: id,
    workflow: 'minePullRequests',
    parentRunId: null,
    workflowId: id,
    firstRunId: 'first',
    config: { workflow: 'minePullRequests', config: resolveMineConfig({}) },
    configDigest: contentDigest(id),
    codeRevision: 'revision',
    project: 'default',
    createdBy: 'tester',
    plan: [],
    ...over,
  };
}

/** A small pull request item; `text` makes it another edition of the same pull request. */
export function anItem(repository: string, number: number, text = ''): PullRequestItem {
  const sha = contentDigest([repository, number]).slice(0, 40);
  return {
    format: itemFormat,
    author: { kind: 'human', evidence: [] },
    licence: { spdx: 'MIT', path: 'LICENSE', confidence: 1 },
    language: 'Python',
    repository,
    number,
    title: `Fix ${number}`,
    body: text,
    mergedAt: '2026-01-01T00:00:00Z',
    baseTip: sha,
    mergeBase: sha,
    head: sha,
    landed: sha,
    landing: 'squash',
    issues: [],
    files: [{ path: 'a.py', previousPath: null, status: 'modified', before: 'a\n', after: 'b\n' }],
    context: [],
    contextBy: { method: 'none', model: null },
    patch: '',
  };
}

/**
 * Mines these items as a run would: run, repositories, snapshots, verdicts. `store` takes their records; by
 * default they are only talked about.
 */
export async function seedMined(
  database: Database,
  items: readonly PullRequestItem[],
  run: NewRun = aRun(),
  store: (item: PullRequestItem) => Promise<ArtifactRef> | ArtifactRef = (item) =>
    blobCalled(contentDigest(item)),
): Promise<void> {
  await insertRun(database, run);
  for (const [repository, own] of Map.groupBy(items, (item) => item.repository)) {
    const key = `git:${repository}`;
    await upsertRepository(database, {
      key,
      name: repository,
      defaultBranch: 'main',
      gitAddress: `git@${repository}`,
    });
    await recordSnapshot(database, {
      runId: run.id,
      repositoryKey: key,
      headSha: 'f'.repeat(40),
      toolVersions: { git: '2.39' },
    });
    await recordMined(database, {
      runId: run.id,
      repositoryKey: key,
      items: await Promise.all(
        own.map(async (item) => ({
          digest: contentDigest(item),
          content: await store(item),
          url: addressOf(item),
          item,
          signature: null,
          authorKey: null,
        })),
      ),
      verdicts: own.map(keptVerdict),
    });
  }
}

export function addressOf({ repository, number }: Pick<PullRequestItem, 'repository' | 'number'>) {
  return `https://git.example/${repository}/pull/${number}`;
}

function keptVerdict(item: PullRequestItem): MinedPullRequest {
  const { repository, number, title, baseTip, mergeBase, head, landed } = item;
  const shas = { baseTip, mergeBase, head, landed };
  return {
    ...shas,
    repository,
    number,
    title,
    url: addressOf(item),
    status: 'kept',
    reason: null,
    evidence: null,
    reverts: null,
    files: item.files.map((file) => file.path),
    itemDigest: contentDigest(item),
  };
}

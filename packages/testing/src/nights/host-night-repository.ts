import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HostedRepository } from '../github/hosted-repository.ts';
import { openLocalGit } from '../github/open-local-git.ts';
import {
  IssueRecord,
  PullCommits,
  PullFiles,
  PullRecord,
  ReferenceRecord,
  RepositoryFile,
} from '../github/records.ts';
import { changedFiles } from '../world/changed-files.ts';
import { expectedMining } from '../world/expected-mining.ts';
import { importHistory } from '../world/import-history.ts';
import { repositoryRecords } from '../world/repository-records.ts';
import type { RepositoryPlan } from '../world/world-plan.ts';

/** A repository on the double, with the links that are still to be made by hand. */
export interface NightRepository {
  readonly hosted: HostedRepository;
  /** Links of pull requests with issues that are not there yet; `link` makes them. */
  readonly unlinked: readonly ReferenceRecord[];
  link(): void;
}

/** Writes the planned history below `folder` and makes the repository that the double shows. */
export async function hostNightRepository(
  folder: string,
  plan: RepositoryPlan,
): Promise<NightRepository> {
  const bare = join(folder, `${plan.name}.git`);
  await mkdir(bare, { recursive: true });
  const ids = await importHistory(bare, plan.history);
  const pairs = expectedMining(plan, ids).map(({ mergeBase, head }) => ({ base: mergeBase, head }));
  const records = repositoryRecords(plan, ids, await changedFiles(bare, pairs));
  const pulls = rows(PullRecord, records['pulls.jsonl']);
  const made = rows(ReferenceRecord, records['timeline.jsonl']);
  const references = made.filter(({ source }) => source !== 'connected');
  const unlinked = made.filter(({ source }) => source === 'connected');
  const landed = pulls.flatMap((pull) => pull.merge_commit_sha ?? []);
  const hosted = new HostedRepository({
    file: RepositoryFile.parse(records['repo.json']),
    sizeKiB: 10,
    pulls: pulls.toSorted((a, b) => a.number - b.number),
    commits: new Map(
      rows(PullCommits, records['pull_commits.jsonl']).map((row) => [row.number, row.commits]),
    ),
    files: new Map(
      rows(PullFiles, records['pull_files.jsonl']).map((row) => [row.number, row.files]),
    ),
    issues: rows(IssueRecord, records['issues.jsonl']),
    references,
    git: once(() => openLocalGit(bare, folder, 'main', landed)),
  });
  return { hosted, unlinked, link: () => void references.push(...unlinked.splice(0)) };
}

/** The corpus' own fields are not GitHub's. */
function rows<T>(shape: z.ZodType<T>, given: readonly object[]): T[] {
  const plain: unknown = JSON.parse(
    JSON.stringify(given, (key, value: unknown) => (key.startsWith('x_') ? undefined : value)),
  );
  return z.array(shape).parse(plain);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

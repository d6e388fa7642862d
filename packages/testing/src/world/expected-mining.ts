import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DropReason } from '@evoline/contract/mining-filters';
import type { BugTask } from './bug-task.ts';
import type { DemoWorld } from './build-demo-world.ts';
import type { CommitIds } from './import-history.ts';
import { demoOrganisation, distractorReasons, type DistractorKind } from './proposal.ts';
import type { WorldSplit } from './vocabulary.ts';
import type { RepositoryPlan } from './world-plan.ts';

/** A pull request of the world, with what mining is expected to make of it. */
export interface WorldPullRequest {
  /** owner/name */
  readonly repository: string;
  readonly split: WorldSplit;
  readonly number: number;
  readonly kind: 'task' | DistractorKind;
  /** null: kept. */
  readonly expectedDrop: DropReason | null;
  readonly issueNumber: number | null;
  readonly landing: 'merge' | 'squash' | 'rebase' | null;
  /** Commit ids; `mergeBase` is where the branch began, `baseTip` what the API calls base.sha. */
  readonly baseTip: string;
  readonly mergeBase: string;
  readonly head: string;
  readonly landed: string | null;
  /** The bug it fixes; null for pull requests that are to be dropped. */
  readonly task: (BugTask & { readonly path: string }) | null;
}

/** Every pull request of the world in order of repository and number. */
export async function worldPullRequests(
  world: Pick<DemoWorld, 'folder'>,
): Promise<WorldPullRequest[]> {
  const lines = (await readFile(join(world.folder, 'expected.jsonl'), 'utf8')).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as WorldPullRequest);
}

/** The world's bug-fix pull requests, which mining keeps. */
export async function worldTasks(
  world: Pick<DemoWorld, 'folder'>,
): Promise<(WorldPullRequest & { task: BugTask & { path: string } })[]> {
  const all = await worldPullRequests(world);
  return all.flatMap((pull) => (pull.task === null ? [] : [{ ...pull, task: pull.task }]));
}

/** What mining is expected to make of a planned repository, in order of number. */
export function expectedMining(plan: RepositoryPlan, ids: CommitIds): WorldPullRequest[] {
  return plan.history.pullRequests.map((pull) => {
    const { kind, fate, task } = pull.proposal;
    return {
      repository: `${demoOrganisation}/${plan.name}`,
      split: plan.split,
      number: pull.number,
      kind,
      expectedDrop: kind === 'task' ? null : distractorReasons[kind],
      issueNumber: pull.issueNumber,
      landing: fate === 'open' || fate === 'closed' ? null : fate,
      baseTip: idOf(ids, pull.baseTip),
      mergeBase: idOf(ids, pull.fork),
      head: idOf(ids, pull.commits.at(-1) ?? 0),
      landed: pull.landed === null ? null : idOf(ids, pull.landed),
      task,
    };
  });
}

/** The commit id of a mark; throws when git has made none. */
export function idOf(ids: CommitIds, mark: number): string {
  const id = ids.get(mark);
  if (id === undefined) throw new Error(`git gave no id for mark ${mark}`);
  return id;
}

import { generateBugTasks, type BugTask } from './bug-task.ts';
import { distractorFiles, distractorKinds, distractorProposal } from './distractor-proposal.ts';
import { proposalOfTask, type FileChange, type Proposal } from './proposal.ts';
import { playHistory, type RepositoryHistory, type Round } from './repository-history.ts';
import { paths, worldSplits, type WorldSplit } from './vocabulary.ts';

/** Bug-fix pull requests per split. */
export interface WorldSizes {
  readonly warmStart: number;
  readonly train: number;
  readonly heldOut: number;
}

export const defaultWorldSizes: WorldSizes = { warmStart: 4000, train: 256, heldOut: 128 };

export interface RepositoryPlan {
  /** Begins with the split: `warm-start-01`. */
  readonly name: string;
  readonly split: WorldSplit;
  readonly history: RepositoryHistory;
}

const tasksPerRepository: Record<WorldSplit, number> = {
  'warm-start': 500,
  train: 64,
  'held-out': 32,
};
/** One pull request to be dropped for so many tasks, and at least two a repository. */
const tasksPerDistractor = 12;

/** The whole world as data, in a fixed order. Nothing is written. */
export function* planWorld(sizes: WorldSizes, seed: number): Generator<RepositoryPlan> {
  let distractors = 0;
  for (const split of worldSplits) {
    const tasks = generateBugTasks(split, sizeOf(sizes, split), seed);
    for (const [index, share] of shares(tasks, split).entries()) {
      const name = `${split}-${String(index + 1).padStart(2, '0')}`;
      const rounds = planRounds(share, distractors);
      distractors += rounds.reduce((sum, round) => sum + round.proposals.length, 0) - share.length;
      yield { name, split, history: playHistory(rounds, `demo world history: ${name} ${seed}`) };
    }
  }
}

function sizeOf(sizes: WorldSizes, split: WorldSplit): number {
  if (split === 'warm-start') return sizes.warmStart;
  return split === 'train' ? sizes.train : sizes.heldOut;
}

/** Evenly over the repositories; at least two of them, so that every split is several repositories. */
function shares(tasks: readonly BugTask[], split: WorldSplit): BugTask[][] {
  const wanted = Math.max(2, Math.ceil(tasks.length / tasksPerRepository[split]));
  const repositories = Math.min(wanted, tasks.length);
  const size = Math.ceil(tasks.length / Math.max(1, repositories));
  return Array.from({ length: repositories }, (_, index) =>
    tasks.slice(index * size, (index + 1) * size),
  );
}

/**
 * A round per 80 tasks: all their files are written, each with its bug, and then fixed one by one. So a
 * path serves several tasks in turn, and at every merge base it holds exactly the one that is fixed next.
 */
function planRounds(tasks: readonly BugTask[], firstDistractor: number): Round[] {
  const wanted = Math.max(2, Math.ceil(tasks.length / tasksPerDistractor));
  const every = Math.max(1, Math.floor(tasks.length / wanted));
  const occurrences = new Map<string, number>();
  const rounds: Round[] = [];
  for (let start = 0; start < tasks.length; start += paths.length) {
    const proposals: Proposal[] = [];
    const files: FileChange[] = start === 0 ? [...distractorFiles] : [];
    for (const [place, task] of tasks.slice(start, start + paths.length).entries()) {
      const index = start + place;
      const path = pathOf(index);
      files.push({ path, content: task.before });
      proposals.push(proposalOfTask(task, path, index));
      if (index % every !== every - 1) continue;
      const kind =
        distractorKinds[(firstDistractor + Math.floor(index / every)) % distractorKinds.length];
      if (kind === undefined) continue;
      const occurrence = occurrences.get(kind) ?? 0;
      occurrences.set(kind, occurrence + 1);
      proposals.push(distractorProposal(kind, occurrence, index));
    }
    const message =
      start === 0 ? 'Begin the project' : `Write the modules anew, round ${rounds.length + 1}`;
    rounds.push({ message, files, proposals });
  }
  return rounds;
}

/** Steps through the paths so that neighbours in time are far apart in the tree; 27 and 80 share no divisor. */
function pathOf(index: number): string {
  return paths[(index * 27) % paths.length] ?? '';
}

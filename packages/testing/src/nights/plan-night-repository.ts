import type { BugTask } from '../world/bug-task.ts';
import {
  distractorFiles,
  distractorKinds,
  distractorProposal,
} from '../world/distractor-proposal.ts';
import { demoOrganisation, person, proposalOfTask, type Proposal } from '../world/proposal.ts';
import { playHistory, type RepositoryHistory, worldBegins } from '../world/repository-history.ts';
import { paths } from '../world/vocabulary.ts';
import type { RepositoryPlan } from '../world/world-plan.ts';

/** How the pull requests of a repository are spread over the nights. */
export interface NightPace {
  readonly nights: number;
  /** All of them come on the first day; afterwards nothing happens. */
  readonly isQuiet: boolean;
  /** One that takes the first one back ends the history. */
  readonly reverts: boolean;
  /** The second one is not linked with its issue when it lands. */
  readonly linksLater: boolean;
}

/** Pull requests of one repository of the nights' world; the first has number 2, its issue number 1. */
export function planNightRepository(
  name: string,
  tasks: readonly BugTask[],
  index: number,
  pace: NightPace,
): RepositoryPlan {
  const placed = tasks.map((task, place) => ({ task, path: paths[place % paths.length] ?? '' }));
  const proposals = placed.map(({ task, path }, place) => {
    const proposal = proposalOfTask(task, path, index + place);
    return pace.linksLater && place === 1 ? unlinked(proposal) : linked(proposal);
  });
  const [first] = placed;
  const kind = distractorKinds[index % distractorKinds.length] ?? 'bot';
  proposals.splice(1, 0, distractorProposal(kind, 0, index));
  if (pace.reverts && first !== undefined) proposals.push(revertOf(name, first.task, first.path));
  const files = placed.map(({ task, path }) => ({ path, content: task.before }));
  const rounds = [
    { message: 'Begin the project', files: [...distractorFiles, ...files], proposals },
  ];
  const history = playHistory(rounds, `nights history: ${name}`);
  return { name, split: 'warm-start', history: spread(history, index, pace) };
}

/** Linked by a keyword in the body, so that the day of the link is the day of the pull request. */
function linked(proposal: Proposal): Proposal {
  if (proposal.link === 'body') return proposal;
  return { ...proposal, link: 'body', body: (issue) => `Fixes #${issue}` };
}

function unlinked(proposal: Proposal): Proposal {
  const { title } = proposal;
  const commits: Proposal['commits'] = () =>
    proposal.commits(null).map((draft) => ({ ...draft, message: title }));
  return { ...proposal, link: 'sidebar', body: () => null, commits };
}

function revertOf(name: string, task: BugTask, path: string): Proposal {
  const title = `Revert "${task.thought}"`;
  const body = `Reverts ${demoOrganisation}/${name}#2`;
  const changes = [{ path, content: task.before }];
  return {
    kind: 'task',
    title,
    author: person(1),
    branch: 'revert-2-change',
    fate: 'squash',
    issue: null,
    link: 'body',
    body: () => body,
    commits: () => [{ message: `${title}\n\n${body}`, changes }],
    task: null,
  };
}

const day = 24 * 3600;

/** Histories are an hour a pull request; here they fill the days before the nights, each repository at its own hours. */
function spread(history: RepositoryHistory, index: number, pace: NightPace): RepositoryHistory {
  const ends = history.pullRequests.map(({ endedAt, openedAt }) => endedAt ?? openedAt);
  const last = Math.max(...ends) - worldBegins;
  const days = pace.isQuiet ? 1 : pace.nights;
  const room = days * day - 10 * 3600;
  const at = (time: number): number =>
    worldBegins + Math.round(((time - worldBegins) / last) * room) + (index % 7) * 600;
  return {
    tip: history.tip,
    commits: history.commits.map((commit) => {
      const [authoredAt, committedAt] = [at(commit.authoredAt), at(commit.committedAt)];
      return { ...commit, authoredAt, committedAt };
    }),
    pullRequests: history.pullRequests.map((pull) => {
      const endedAt = pull.endedAt === null ? null : at(pull.endedAt);
      return { ...pull, openedAt: at(pull.openedAt), endedAt };
    }),
  };
}

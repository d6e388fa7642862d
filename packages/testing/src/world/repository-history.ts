import {
  branchOwner,
  type CommitDraft,
  type Fate,
  type FileChange,
  type Person,
  type Proposal,
} from './proposal.ts';
import { Random } from './random.ts';

/** A commit to be written; `mark` stands for its id until git has made it. Times are seconds since 1970. */
export interface PlannedCommit {
  readonly mark: number;
  /** Marks; the first is the parent whose tree is changed. */
  readonly parents: readonly number[];
  readonly line: 'main' | 'branch';
  readonly message: string;
  readonly author: Person;
  readonly authoredAt: number;
  readonly committer: Person;
  readonly committedAt: number;
  readonly changes: readonly FileChange[];
}

export interface PlannedPullRequest {
  readonly number: number;
  readonly issueNumber: number | null;
  readonly proposal: Proposal;
  readonly openedAt: number;
  /** When it landed or was closed; null while open. */
  readonly endedAt: number | null;
  /** Marks. `baseTip` is the default branch's tip when it was opened, `fork` where its branch began. */
  readonly baseTip: number;
  readonly fork: number;
  readonly commits: readonly number[];
  readonly landed: number | null;
}

export interface RepositoryHistory {
  readonly commits: readonly PlannedCommit[];
  readonly pullRequests: readonly PlannedPullRequest[];
  /** Mark of the default branch's last commit. */
  readonly tip: number;
}

/** Files written at once by a direct push, then the pull requests that change them. */
export interface Round {
  readonly message: string;
  readonly files: readonly FileChange[];
  readonly proposals: readonly Proposal[];
}

/** Monday 8 January 2024, 08:00 UTC. Every repository of the world begins then. */
export const worldBegins = Date.UTC(2024, 0, 8, 8) / 1000;

const hour = 3600;
const maintainer: Person = { login: 'alba', type: 'User' };
/** The committer of everything that lands by the web page, as on GitHub. */
const webFlow: Person = { login: 'web-flow', type: 'User' };

interface Event {
  readonly at: number;
  readonly index: number;
  readonly happens: 'opens' | 'ends';
}

/**
 * Plays the rounds as a list of events in time: pull requests open one an hour from a recent commit and
 * land up to four hours later, so they overlap, land out of order, and their merge base often is older
 * than the base tip. A round begins when all of the round before have ended.
 */
export function playHistory(rounds: readonly Round[], label: string): RepositoryHistory {
  const play = new Play(label);
  for (const round of rounds) play.round(round);
  return { commits: play.commits, pullRequests: play.pullRequests(), tip: play.tip() };
}

class Play {
  readonly commits: PlannedCommit[] = [];
  readonly #random: Random;
  readonly #pullRequests: PlannedPullRequest[] = [];
  /** Marks of the default branch since the round began. */
  #main: number[] = [];
  #clock = worldBegins;
  #number = 0;

  constructor(label: string) {
    this.#random = new Random(label);
  }

  tip(): number {
    return this.#main.at(-1) ?? 0;
  }

  pullRequests(): PlannedPullRequest[] {
    return this.#pullRequests.toSorted((a, b) => a.number - b.number);
  }

  round({ message, files, proposals }: Round): void {
    const parents = this.#main.slice(-1);
    this.#main = [this.#push(parents, { message, changes: files }, maintainer, this.#clock)];
    const events = proposals.flatMap((proposal, index) => this.#schedule(proposal, index));
    const opened = new Map<number, PlannedPullRequest>();
    for (const { at, index, happens } of events.toSorted(
      (a, b) => a.at - b.at || a.index - b.index,
    )) {
      const proposal = proposals[index] as Proposal;
      if (happens === 'opens') opened.set(index, this.#open(proposal, at));
      else opened.set(index, this.#end(opened.get(index) as PlannedPullRequest, at));
      this.#clock = at + hour;
    }
    this.#pullRequests.push(...opened.values());
  }

  #schedule(proposal: Proposal, index: number): Event[] {
    const opensAt = this.#clock + (index + 1) * hour;
    const endsAt = opensAt + 50 * 60 + this.#random.below(4) * hour;
    const opens: Event = { at: opensAt, index, happens: 'opens' };
    return proposal.fate === 'open' ? [opens] : [opens, { at: endsAt, index, happens: 'ends' }];
  }

  #open(proposal: Proposal, at: number): PlannedPullRequest {
    const issueNumber = proposal.issue === null ? null : ++this.#number;
    const number = ++this.#number;
    const back = this.#random.below(4) === 0 ? 1 : 0;
    const fork = this.#main[Math.max(0, this.#main.length - 1 - back)] as number;
    const marks: number[] = [];
    for (const draft of proposal.commits(issueNumber)) {
      const parent = marks.at(-1) ?? fork;
      marks.push(this.#push([parent], draft, proposal.author, at - 120 + marks.length, 'branch'));
    }
    const ids = { number, issueNumber, proposal, openedAt: at, endedAt: null };
    return { ...ids, baseTip: this.tip(), fork, commits: marks, landed: null };
  }

  #end(pullRequest: PlannedPullRequest, at: number): PlannedPullRequest {
    const { fate } = pullRequest.proposal;
    if (fate === 'closed' || fate === 'open') return { ...pullRequest, endedAt: at };
    for (const landing of this.#landings(pullRequest, fate, at)) {
      const mark = this.commits.length + 1;
      this.commits.push({ ...landing, mark });
      this.#main.push(mark);
    }
    return { ...pullRequest, endedAt: at, landed: this.tip() };
  }

  /** The commits that a merge, a squash or a rebase puts on the default branch. */
  #landings(
    pullRequest: PlannedPullRequest,
    fate: Fate,
    at: number,
  ): Omit<PlannedCommit, 'mark'>[] {
    const own = pullRequest.commits.map((mark) => this.commits[mark - 1] as PlannedCommit);
    const { number, proposal } = pullRequest;
    const common = { line: 'main', committer: webFlow, committedAt: at } as const;
    if (fate === 'rebase')
      return own.map((commit, place) => ({
        ...commit,
        ...common,
        parents: [place === 0 ? this.tip() : this.commits.length + place],
      }));
    const changes = [...new Map(own.flatMap((c) => c.changes).map((c) => [c.path, c])).values()];
    const landed = { ...common, author: proposal.author, authoredAt: at, changes };
    const body = own[0]?.message.split('\n\n').slice(1).join('\n\n') ?? '';
    if (fate === 'squash')
      return [
        {
          ...landed,
          parents: [this.tip()],
          message: `${proposal.title} (#${number})${body === '' ? '' : `\n\n${body}`}`,
        },
      ];
    const from = `${branchOwner(proposal.author)}/${proposal.branch}`;
    return [
      {
        ...landed,
        parents: [this.tip(), pullRequest.commits.at(-1) ?? 0],
        message: `Merge pull request #${number} from ${from}\n\n${proposal.title}`,
      },
    ];
  }

  #push(
    parents: readonly number[],
    draft: CommitDraft,
    author: Person,
    at: number,
    line: 'main' | 'branch' = 'main',
  ): number {
    const mark = this.commits.length + 1;
    const times = { author, authoredAt: at, committer: author, committedAt: at };
    this.commits.push({ mark, parents, line, ...draft, ...times });
    return mark;
  }
}

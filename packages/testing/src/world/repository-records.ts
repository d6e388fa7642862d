import { branchOwner, demoOrganisation, distractorReasons } from './proposal.ts';
import type { ChangedFile } from './changed-files.ts';
import { addressOf, type CommitIds } from './import-history.ts';
import type { PlannedCommit, PlannedPullRequest } from './repository-history.ts';
import type { RepositoryPlan } from './world-plan.ts';

/** RFC 2606: no such host exists, so nobody takes the demo's pull requests for real ones. */
const webAddress = `https://github.example/${demoOrganisation}`;

/** Rows in the corpus file shapes, by file name. */
export interface RepositoryRecords {
  readonly 'repo.json': object;
  readonly 'pulls.jsonl': readonly object[];
  readonly 'pull_commits.jsonl': readonly object[];
  readonly 'pull_files.jsonl': readonly object[];
  readonly 'issues.jsonl': readonly object[];
  readonly 'timeline.jsonl': readonly object[];
}

/** `changes` holds the changed files of each pull request by its head's commit id. */
export function repositoryRecords(
  plan: RepositoryPlan,
  ids: CommitIds,
  changes: ReadonlyMap<string, readonly ChangedFile[]>,
): RepositoryRecords {
  const { pullRequests } = plan.history;
  const address = `${webAddress}/${plan.name}`;
  const commits = new Map(plan.history.commits.map((commit) => [commit.mark, commit]));
  const filesOf = (pull: PlannedPullRequest) =>
    changes.get(ids.get(pull.commits.at(-1) ?? 0) ?? '') ?? [];
  const withIssue = pullRequests.filter((pull) => pull.issueNumber !== null);
  return {
    'repo.json': {
      name: plan.name,
      full_name: `${demoOrganisation}/${plan.name}`,
      private: false,
      owner: { login: demoOrganisation, type: 'Organization' },
      html_url: address,
      default_branch: 'main',
      language: 'Python',
      license: { spdx_id: 'Apache-2.0' },
    },
    'pulls.jsonl': pullRequests.map((pull) => pullRow(pull, filesOf(pull), ids, address)),
    'pull_commits.jsonl': pullRequests.map((pull) => commitsRow(pull, commits, ids)),
    'pull_files.jsonl': pullRequests.map((pull) => ({ number: pull.number, files: filesOf(pull) })),
    'issues.jsonl': withIssue.map((pull) => issueRow(pull, address)),
    'timeline.jsonl': withIssue.map(({ number, issueNumber, proposal }) => ({
      pull: number,
      issue: issueNumber,
      source: proposal.link === 'body' ? 'pr_body' : 'connected',
      keyword: proposal.body(issueNumber)?.split(' ')[0]?.toLowerCase() ?? null,
    })),
  };
}

function pullRow(
  pull: PlannedPullRequest,
  files: readonly ChangedFile[],
  ids: CommitIds,
  address: string,
): object {
  const { proposal, number, landed } = pull;
  const ended = pull.endedAt === null ? null : time(pull.endedAt);
  return {
    number,
    state: pull.endedAt === null ? 'open' : 'closed',
    merged: landed !== null,
    title: proposal.title,
    body: proposal.body(pull.issueNumber),
    user: proposal.author,
    created_at: time(pull.openedAt),
    closed_at: ended,
    merged_at: landed === null ? null : ended,
    html_url: `${address}/pull/${number}`,
    base: { ref: 'main', sha: ids.get(pull.baseTip) },
    head: {
      label: `${branchOwner(proposal.author)}:${proposal.branch}`,
      ref: proposal.branch,
      sha: ids.get(pull.commits.at(-1) ?? 0),
    },
    merge_commit_sha: landed === null ? null : ids.get(landed),
    commits: pull.commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
    x_derived: { merge_method: landed === null ? null : proposal.fate },
    x_world: {
      kind: proposal.kind,
      expected_drop: proposal.kind === 'task' ? null : distractorReasons[proposal.kind],
    },
  };
}

type Commits = ReadonlyMap<number, PlannedCommit>;

function commitsRow(pull: PlannedPullRequest, commits: Commits, ids: CommitIds): object {
  const rows = pull.commits.map((mark) => {
    const commit = commits.get(mark) as PlannedCommit;
    const author = {
      name: commit.author.login,
      email: addressOf(commit.author),
      date: time(commit.authoredAt),
    };
    return {
      sha: ids.get(mark),
      commit: { message: commit.message, author },
      parents: commit.parents.map((parent) => ({ sha: ids.get(parent) })),
    };
  });
  return { number: pull.number, commits: rows };
}

function issueRow(pull: PlannedPullRequest, address: string): object {
  return {
    number: pull.issueNumber,
    title: pull.proposal.issue?.title,
    state: pull.landed === null ? 'open' : 'closed',
    body: null,
    user: pull.proposal.issue?.author,
    labels: [{ name: 'bug' }],
    created_at: time(pull.openedAt - 600),
    closed_at: pull.landed === null || pull.endedAt === null ? null : time(pull.endedAt),
    html_url: `${address}/issues/${pull.issueNumber}`,
  };
}

/** ISO 8601 to the second, as GitHub writes it. */
function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import type { HydratedPullRequest, IssueText } from '@evoline/contract/hydrated-pull-request';
import type { IssueNode, IssueRowShape, PullRequestNode, PullShape } from './github-shapes.ts';
import { issueTextOf } from './issue-texts.ts';

/** A row of `GET /pulls`: all but the linked issues. */
export function candidateOfPull(pull: PullShape): PullRequestCandidate {
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    body: pull.body ?? '',
    merged: pull.merged_at !== null,
    mergedAt: pull.merged_at,
    updatedAt: pull.updated_at,
    author: pull.user?.login ?? '',
    isBotAccount: pull.user?.type === 'Bot',
    branch: pull.head.ref,
    baseTip: pull.base.sha,
    head: pull.head.sha,
    landed: pull.merged_at === null ? null : pull.merge_commit_sha,
    issues: [],
  };
}

/** A row of `GET /issues` that is a pull request: its commits are not known yet. */
export function candidateOfIssueRow(row: IssueRowShape): PullRequestCandidate {
  const mergedAt = row.pull_request?.merged_at ?? null;
  return {
    number: row.number,
    url: row.html_url,
    title: row.title,
    body: row.body ?? '',
    merged: mergedAt !== null,
    mergedAt,
    updatedAt: row.updated_at,
    author: row.user?.login ?? '',
    isBotAccount: row.user?.type === 'Bot',
    branch: '',
    baseTip: null,
    head: null,
    landed: null,
    issues: [],
  };
}

export function hydratedOf(node: PullRequestNode): HydratedPullRequest {
  const landed = node.mergeCommit === null ? [] : [node.mergeCommit];
  const own = (node.commits.nodes ?? []).flatMap((entry) => (entry === null ? [] : [entry.commit]));
  const commits = [...own, ...landed].map(({ oid, message }) => ({ id: oid, message }));
  return { candidate: candidateOfNode(node), commits, links: linksOf(node) };
}

function candidateOfNode(node: PullRequestNode): PullRequestCandidate {
  return {
    number: node.number,
    url: node.url,
    title: node.title,
    body: node.body,
    merged: node.merged,
    mergedAt: node.mergedAt,
    updatedAt: node.updatedAt,
    author: node.author?.login ?? '',
    isBotAccount: node.author?.__typename === 'Bot',
    branch: node.headRefName,
    baseTip: node.baseRefOid,
    head: node.headRefOid,
    landed: node.merged ? (node.mergeCommit?.oid ?? null) : null,
    issues: [],
  };
}

/** What GitHub links by itself, and what people linked by hand and did not take back. */
function linksOf(node: PullRequestNode): HydratedPullRequest['links'] {
  const closing = (node.closingIssuesReferences.nodes ?? []).flatMap((issue) =>
    issue === null ? [] : [{ ...linkOf(issue), kind: 'closing_reference' as const }],
  );
  const connected = new Map<string, HydratedPullRequest['links'][number]>();
  for (const event of node.timelineItems.nodes) {
    const issue = event?.subject;
    if (issue == null) continue;
    const key = `${issue.repository.nameWithOwner}#${issue.number}`;
    if (event?.__typename === 'DisconnectedEvent') connected.delete(key);
    else connected.set(key, { ...linkOf(issue), kind: 'connected' });
  }
  return [...closing, ...connected.values()];
}

function linkOf(issue: IssueNode): { repository: string; issue: IssueText } {
  return { repository: issue.repository.nameWithOwner, issue: issueTextOf(issue) };
}

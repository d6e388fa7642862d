import type { HostedRepository, PullView } from '../hosted-repository.ts';
import type { FileRecord } from '../records.ts';
import { isClosingReference, pullEvents } from '../timeline-events.ts';
import { actorNode } from './actor-node.ts';
import { landedCommitNode, recordedCommitNode } from './commit-node.ts';
import { connection, listOrder, type ConnectionArguments } from './connection.ts';
import type { GraphqlContext } from './graphql-context.ts';
import { labelConnection, subjectFields } from './subject-fields.ts';
import { timelineConnection, type TimelineArguments } from './timeline-node.ts';

interface LinkArguments extends ConnectionArguments {
  readonly userLinkedOnly?: boolean | null;
}

export function pullRequestNode(
  context: GraphqlContext,
  repository: HostedRepository,
  number: number,
): object | undefined {
  const pull = repository.pull(number, context.horizon);
  if (pull === undefined) return undefined;
  const databaseId = repository.idOf('pull', number);
  const files = repository.contents.files.get(number) ?? [];
  const node = {
    ...subjectFields(context, repository, pull),
    ...branchFields(repository, pull),
    __typename: 'PullRequest',
    id: `PR_${databaseId}`,
    databaseId,
    fullDatabaseId: `${databaseId}`,
    state: stateOf(pull),
    isDraft: false,
    permalink: pull.html_url,
    merged: pull.merged,
    mergedAt: pull.merged_at,
    mergedBy: pull.merged ? actorNode(pull.user) : null,
    additions: pull.additions,
    deletions: pull.deletions,
    changedFiles: pull.changed_files,
    labels: (args: ConnectionArguments) => labelConnection([], args),
    closingIssuesReferences: (args: LinkArguments) =>
      closingIssues(context, repository, number, args),
    commits: (args: ConnectionArguments) => commitConnection(repository, number, args, () => node),
    files: (args: ConnectionArguments) => fileConnection(files, args),
    timelineItems: (args: TimelineArguments) =>
      timelineConnection(context, repository, pullEvents(repository, pull), args, () => node),
  };
  return node;
}

/** OPEN, CLOSED or MERGED. */
export function stateOf(pull: PullView): string {
  return pull.merged ? 'MERGED' : pull.state.toUpperCase();
}

function branchFields(repository: HostedRepository, pull: PullView): object {
  const { base, head, merge_commit_sha: landed } = pull;
  return {
    baseRefName: base.ref,
    baseRefOid: base.sha,
    headRefName: head.ref ?? head.sha,
    headRefOid: head.sha,
    isCrossRepository: head.label?.split(':')[0] !== repository.owner,
    mergeCommit: () => (landed === null ? null : landedCommitNode(repository, landed)),
  };
}

function closingIssues(
  context: GraphqlContext,
  repository: HostedRepository,
  pull: number,
  args: LinkArguments,
): object {
  const linked = repository.contents.references
    .filter((reference) => reference.pull === pull && isClosingReference(repository, reference))
    .filter((reference) => args.userLinkedOnly !== true || reference.source === 'connected')
    .map((reference) => reference.issue);
  const issues = [...new Set(linked)].filter(
    (number) => repository.issue(number, context.horizon) !== undefined,
  );
  return connection(issues, args, listOrder(issues), (number) => context.issue(repository, number));
}

/** GitHub lists 250 commits at most. */
const maxCommits = 250;

function commitConnection(
  repository: HostedRepository,
  number: number,
  args: ConnectionArguments,
  pullRequest: () => object,
): object {
  const commits = (repository.contents.commits.get(number) ?? []).slice(0, maxCommits);
  return connection(commits, args, listOrder(commits), (record) => ({
    __typename: 'PullRequestCommit',
    id: `PRC_${record.sha}`,
    commit: recordedCommitNode(repository, record),
    pullRequest,
  }));
}

const changeTypes = {
  added: 'ADDED',
  changed: 'CHANGED',
  modified: 'MODIFIED',
  removed: 'DELETED',
  renamed: 'RENAMED',
} as const satisfies Record<FileRecord['status'], string>;

function fileConnection(files: readonly FileRecord[], args: ConnectionArguments): object {
  return connection(files, args, listOrder(files), (file) => ({
    path: file.filename,
    additions: file.additions,
    deletions: file.deletions,
    changeType: changeTypes[file.status],
  }));
}

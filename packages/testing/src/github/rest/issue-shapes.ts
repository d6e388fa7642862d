import {
  stableId,
  type HostedRepository,
  type IssueView,
  type PullView,
} from '../hosted-repository.ts';
import type { PartialSchema } from './partial-schema.ts';
import { accountShape, type HostAddress } from './account-shape.ts';

type IssueShape = PartialSchema<'issue'>;

export function issueShape(
  repository: HostedRepository,
  issue: IssueView,
  host: HostAddress,
): IssueShape {
  const id = repository.idOf('issue', issue.number);
  const labels = issue.labels.map(({ name }) => ({
    id: stableId(`label ${name}`),
    name,
    color: 'ededed',
  }));
  return {
    ...commonShape(repository, issue, host),
    id,
    node_id: `I_${id}`,
    state_reason: issue.state === 'closed' ? 'completed' : null,
    labels,
    author_association: 'NONE',
  };
}

/** A pull request as `GET /issues` lists it: an issue with the key `pull_request`. */
export function pullAsIssueShape(
  repository: HostedRepository,
  pull: PullView,
  host: HostAddress,
): IssueShape {
  const id = repository.idOf('pull', pull.number);
  return {
    ...commonShape(repository, pull, host),
    id,
    node_id: `PR_${id}`,
    labels: [],
    author_association: 'CONTRIBUTOR',
    pull_request: {
      url: `${host}/repos/${repository.fullName}/pulls/${pull.number}`,
      html_url: pull.html_url,
      diff_url: `${pull.html_url}.diff`,
      patch_url: `${pull.html_url}.patch`,
      merged_at: pull.merged_at,
    },
  };
}

function commonShape(
  repository: HostedRepository,
  item: IssueView | PullView,
  host: HostAddress,
): IssueShape {
  const repository_url = `${host}/repos/${repository.fullName}`;
  const url = `${repository_url}/issues/${item.number}`;
  return {
    number: item.number,
    state: item.state,
    title: item.title,
    body: item.body,
    created_at: item.created_at,
    updated_at: item.updated_at,
    closed_at: item.closed_at,
    url,
    repository_url,
    events_url: `${url}/events`,
    comments_url: `${url}/comments`,
    labels_url: `${url}/labels{/name}`,
    html_url: item.html_url,
    user: accountShape(item.user, host),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: 0,
  };
}

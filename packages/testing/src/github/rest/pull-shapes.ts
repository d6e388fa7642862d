import type { HostedRepository, PullView } from '../hosted-repository.ts';
import type { PartialSchema } from './partial-schema.ts';
import { accountShape, repositoryShape, type HostAddress } from './rest-shapes.ts';

type PullShape = PartialSchema<'pull-request'>;

/** As in the list; `GET /pulls/{n}` adds the counts and the merge. */
export function pullShape(
  repository: HostedRepository,
  pull: PullView,
  host: HostAddress,
): PullShape {
  const { number } = pull;
  const id = repository.idOf('pull', number);
  return {
    id,
    node_id: `PR_${id}`,
    number,
    state: pull.state,
    title: pull.title,
    body: pull.body,
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    closed_at: pull.closed_at,
    merged_at: pull.merged_at,
    merge_commit_sha: pull.merge_commit_sha,
    url: `${host}/repos/${repository.fullName}/pulls/${number}`,
    issue_url: `${host}/repos/${repository.fullName}/issues/${number}`,
    html_url: pull.html_url,
    diff_url: `${pull.html_url}.diff`,
    patch_url: `${pull.html_url}.patch`,
    user: accountShape(pull.user, host) ?? undefined,
    labels: [],
    assignees: [],
    locked: false,
    draft: false,
    author_association: 'CONTRIBUTOR',
    ...branches(repository, pull, host),
  };
}

function branches(
  repository: HostedRepository,
  { base, head }: PullView,
  host: HostAddress,
): Pick<PullShape, 'base' | 'head'> {
  const repo = repositoryShape(repository, host);
  const [owner = repository.owner] = head.label?.split(':') ?? [];
  const account = accountShape({ login: owner }, host);
  return {
    base: { ...base, label: `${repository.owner}:${base.ref}`, repo },
    head: {
      sha: head.sha,
      // GitHub answers `unknown repository` for the branch of a deleted fork
      label: head.label ?? 'unknown repository',
      ref: head.ref ?? head.sha,
      user: account ?? undefined,
      ...(owner === repository.owner ? { repo } : {}),
    },
  };
}

export function singlePullShape(
  repository: HostedRepository,
  pull: PullView,
  host: HostAddress,
): PullShape {
  const { merged, commits, additions, deletions, changed_files } = pull;
  return {
    ...pullShape(repository, pull, host),
    merged,
    commits,
    additions,
    deletions,
    changed_files,
    merged_by: merged ? accountShape(pull.user, host) : null,
    mergeable: merged ? null : true,
    mergeable_state: merged ? 'unknown' : 'clean',
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
  };
}

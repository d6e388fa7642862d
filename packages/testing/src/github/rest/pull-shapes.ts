import { stableId, type HostedRepository, type PullView } from '../hosted-repository.ts';
import type { PartialSchema } from './partial-schema.ts';
import { accountShape, ghost, type HostAddress } from './account-shape.ts';
import { repositoryUrls } from './repository-urls.ts';
import { repositoryShape } from './rest-shapes.ts';

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
    ...addresses(repository, pull, host),
    user: accountShape(pull.user ?? ghost, host) ?? undefined,
    labels: [],
    milestone: null,
    assignee: null,
    assignees: [],
    auto_merge: null,
    locked: false,
    draft: false,
    author_association: 'CONTRIBUTOR',
    ...branches(repository, pull, host),
  };
}

function addresses(repository: HostedRepository, pull: PullView, host: HostAddress) {
  const home = `${host}/repos/${repository.fullName}`;
  const url = `${home}/pulls/${pull.number}`;
  const issue_url = `${home}/issues/${pull.number}`;
  const own = {
    comments_url: `${issue_url}/comments`,
    commits_url: `${url}/commits`,
    review_comment_url: `${home}/pulls/comments{/number}`,
    review_comments_url: `${url}/comments`,
    statuses_url: `${home}/statuses/${pull.head.sha}`,
  };
  const link = (href: string) => ({ href });
  return {
    url,
    issue_url,
    html_url: pull.html_url,
    diff_url: `${pull.html_url}.diff`,
    patch_url: `${pull.html_url}.patch`,
    ...own,
    _links: {
      self: link(url),
      html: link(pull.html_url),
      issue: link(issue_url),
      comments: link(own.comments_url),
      commits: link(own.commits_url),
      review_comment: link(own.review_comment_url),
      review_comments: link(own.review_comments_url),
      statuses: link(own.statuses_url),
    },
  };
}

function branches(
  repository: HostedRepository,
  { base, head }: PullView,
  host: HostAddress,
): Pick<PullShape, 'base' | 'head'> {
  const repo = repositoryShape(repository, host);
  const isDeleted = head.label === undefined;
  const [owner = repository.owner] = head.label?.split(':') ?? [];
  return {
    base: {
      ...base,
      label: `${repository.owner}:${base.ref}`,
      repo,
      user: accountShape(repository.contents.file.owner, host) ?? undefined,
    },
    head: {
      sha: head.sha,
      // GitHub answers `unknown repository` for the branch of a deleted fork
      label: head.label ?? 'unknown repository',
      ref: head.ref ?? head.sha,
      user: accountShape({ login: owner }, host) ?? undefined,
      repo: isDeleted
        ? deletedFork
        : owner === repository.owner
          ? repo
          : forkShape(repo, owner, host),
    },
  };
}

type RepositoryInPull = NonNullable<NonNullable<PullShape['head']>['repo']>;

/** GitHub answers null where its description says there is always a repository. */
const deletedFork = null as unknown as RepositoryInPull;

function forkShape(repo: RepositoryInPull, owner: string, host: HostAddress): RepositoryInPull {
  const full_name = `${owner}/${repo.name}`;
  const url = `${host}/repos/${full_name}`;
  const id = stableId(`repository ${full_name}`);
  const account = accountShape({ login: owner }, host) ?? undefined;
  const urls = { url, ...repositoryUrls(url), html_url: `https://github.com/${full_name}` };
  return { ...repo, ...urls, id, node_id: `R_${id}`, full_name, owner: account, fork: true };
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

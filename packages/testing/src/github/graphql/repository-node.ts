import type { HostedRepository, IssueView, PullView } from '../hosted-repository.ts';
import { sortedByTime } from '../rest/list-pulls.ts';
import { actorNode } from './actor-node.ts';
import { connection, type ConnectionArguments, type Order } from './connection.ts';
import { typedError, type GraphqlContext } from './graphql-context.ts';
import { stateOf } from './pull-request-node.ts';

interface ListArguments extends ConnectionArguments {
  readonly states?: readonly string[] | null;
  readonly baseRefName?: string | null;
  readonly headRefName?: string | null;
  readonly labels?: readonly string[] | null;
  readonly filterBy?: { readonly since?: string | null } | null;
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null;
}

export function repositoryNode(context: GraphqlContext, repository: HostedRepository): object {
  const { file } = repository.contents;
  const { default_branch: branch, license, language } = file;
  return {
    __typename: 'Repository',
    id: `R_${repository.id}`,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repository.fullName,
    owner: actorNode({ ...file.owner, login: repository.owner }),
    url: file.html_url,
    isPrivate: file.private,
    isArchived: false,
    isFork: false,
    primaryLanguage: language === null ? null : { __typename: 'Language', name: language },
    licenseInfo: license === null ? null : { __typename: 'License', spdxId: license.spdx_id },
    defaultBranchRef: {
      __typename: 'Ref',
      name: branch,
      prefix: 'refs/heads/',
      target: () => tipNode(repository),
    },
    pullRequests: (args: ListArguments) => pullRequests(context, repository, args),
    issues: (args: ListArguments) => issues(context, repository, args),
    pullRequest: ({ number }: { number: number }) =>
      context.pullRequest(repository, number) ?? unresolved('a PullRequest', number),
    issue: ({ number }: { number: number }) =>
      context.issue(repository, number) ?? unresolved('an Issue', number),
    issueOrPullRequest: ({ number }: { number: number }) =>
      context.issue(repository, number) ??
      context.pullRequest(repository, number) ??
      unresolved('an issue or pull request', number),
  };
}

async function tipNode(repository: HostedRepository): Promise<object | null> {
  const clone = await repository.contents.git();
  return clone === null ? null : { __typename: 'Commit', oid: clone.tip };
}

function pullRequests(
  context: GraphqlContext,
  repository: HostedRepository,
  args: ListArguments,
): object {
  const all = repository
    .pulls(context.horizon)
    .filter((pull) => args.states?.includes(stateOf(pull)) ?? true)
    .filter((pull) => args.baseRefName == null || pull.base.ref === args.baseRefName)
    .filter((pull) => args.headRefName == null || pull.head.ref === args.headRefName)
    .filter(() => args.labels == null || args.labels.length === 0);
  const { sorted, order } = ordered(all, args);
  return connection(sorted, args, order, ({ number }) => context.pullRequest(repository, number));
}

function issues(
  context: GraphqlContext,
  repository: HostedRepository,
  args: ListArguments,
): object {
  const since = args.filterBy?.since ?? '';
  const all = repository
    .issues(context.horizon)
    .filter((issue) => args.states?.includes(issue.state.toUpperCase()) ?? true)
    .filter((issue) => issue.updated_at >= since)
    .filter(
      (issue) =>
        args.labels?.some((name) => issue.labels.some((label) => label.name === name)) ?? true,
    );
  const { sorted, order } = ordered(all, args);
  return connection(sorted, args, order, ({ number }) => context.issue(repository, number));
}

function ordered<T extends PullView | IssueView>(
  items: readonly T[],
  { orderBy }: ListArguments,
): { sorted: T[]; order: Order<T> } {
  const key = (item: T) => (orderBy?.field === 'UPDATED_AT' ? item.updated_at : item.created_at);
  const descending = orderBy?.direction === 'DESC';
  const place = (item: T) => [key(item), item.number] as const;
  return { sorted: sortedByTime(items, key, !descending), order: { place, descending } };
}

function unresolved(what: string, number: number): Error {
  return typedError('NOT_FOUND', `Could not resolve to ${what} with the number of ${number}.`);
}

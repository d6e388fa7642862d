import type { HostedRepository, IssueView, PullView } from '../hosted-repository.ts';
import { actorNode } from './actor-node.ts';
import { connection, listOrder, type ConnectionArguments } from './connection.ts';
import type { GraphqlContext } from './graphql-context.ts';

/** The fields that issues and pull requests have alike. */
export function subjectFields(
  context: GraphqlContext,
  repository: HostedRepository,
  item: PullView | IssueView,
): object {
  return {
    number: item.number,
    title: item.title,
    body: item.body ?? '',
    bodyText: item.body ?? '',
    url: item.html_url,
    closed: item.state === 'closed',
    createdAt: item.created_at,
    updatedAt: item.updated_at,
    closedAt: item.closed_at,
    author: actorNode(item.user),
    authorAssociation: 'CONTRIBUTOR',
    locked: false,
    repository: () => context.repository(repository),
    comments: (args: ConnectionArguments) => connection([], args, listOrder([]), () => null),
  };
}

export function labelConnection(
  labels: readonly { readonly name: string }[],
  args: ConnectionArguments,
): object {
  return connection(labels, args, listOrder(labels), ({ name }) => ({
    __typename: 'Label',
    id: `LA_${name}`,
    name,
  }));
}

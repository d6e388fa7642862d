import { isoSeconds } from '../double-clock.ts';
import type { HostedRepository } from '../hosted-repository.ts';
import type { Closer, TimelineEvent } from '../timeline-events.ts';
import { actorNode } from './actor-node.ts';
import { landedCommitNode } from './commit-node.ts';
import { connection, listOrder, type ConnectionArguments } from './connection.ts';
import type { GraphqlContext } from './graphql-context.ts';

export interface TimelineArguments extends ConnectionArguments {
  readonly itemTypes?: readonly string[] | null;
  readonly since?: Date | string | null;
}

const typeNames = {
  closed: 'ClosedEvent',
  connected: 'ConnectedEvent',
  crossReferenced: 'CrossReferencedEvent',
  disconnected: 'DisconnectedEvent',
  merged: 'MergedEvent',
  referenced: 'ReferencedEvent',
  renamedTitle: 'RenamedTitleEvent',
} as const satisfies Record<TimelineEvent['kind'], string>;

/** `timelineItems` of an issue or a pull request, oldest first. `subject` makes the node that it belongs to. */
export function timelineConnection(
  context: GraphqlContext,
  repository: HostedRepository,
  events: readonly TimelineEvent[],
  args: TimelineArguments,
  subject: () => unknown,
): object {
  const since = args.since == null ? '' : isoSeconds(new Date(args.since));
  const wanted = events
    .filter(({ kind }) => args.itemTypes?.includes(itemType(kind)) ?? true)
    .filter(({ at }) => at >= since);
  const items = connection(wanted, args, listOrder(wanted), (event) =>
    timelineNode(context, repository, event, subject),
  );
  return {
    ...items,
    filteredCount: wanted.length,
    pageCount: Math.min(wanted.length, args.first ?? 100),
  };
}

/** `CLOSED_EVENT` for a ClosedEvent. */
function itemType(kind: TimelineEvent['kind']): string {
  return typeNames[kind].replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function timelineNode(
  context: GraphqlContext,
  repository: HostedRepository,
  event: TimelineEvent,
  subject: () => unknown,
): object {
  const pull = (number: number) => () => context.pullRequest(repository, number);
  const common = {
    __typename: typeNames[event.kind],
    id: event.id,
    createdAt: event.at,
    actor: actorNode(event.actor),
    isCrossRepository: false,
  };
  switch (event.kind) {
    case 'closed':
      return {
        ...common,
        closable: subject,
        closer: closerNode(context, repository, event.closer),
        stateReason: 'COMPLETED',
      };
    case 'merged':
      return {
        ...common,
        commit: landedCommitNode(repository, event.commit),
        pullRequest: subject,
      };
    case 'referenced':
      return {
        ...common,
        commit: landedCommitNode(repository, event.commit),
        subject,
        isDirectReference: true,
      };
    case 'renamedTitle': {
      const { previousTitle, currentTitle } = event;
      return { ...common, previousTitle, currentTitle, subject };
    }
    case 'connected':
    case 'disconnected':
      return {
        ...common,
        source: pull(event.pull),
        subject: () => context.issue(repository, event.issue),
      };
    case 'crossReferenced': {
      const linked = { source: pull(event.source), target: subject };
      return { ...common, ...linked, referencedAt: event.at, willCloseTarget: event.willClose };
    }
  }
}

function closerNode(
  context: GraphqlContext,
  repository: HostedRepository,
  closer: Closer | null,
): unknown {
  if (closer === null) return null;
  if ('commit' in closer) return landedCommitNode(repository, closer.commit);
  return context.pullRequest(repository, closer.pull);
}

import type { HostedRepository } from '../hosted-repository.ts';
import { issueEvents } from '../timeline-events.ts';
import type { ConnectionArguments } from './connection.ts';
import type { GraphqlContext } from './graphql-context.ts';
import { contentEdits } from './content-edits.ts';
import { labelConnection, subjectFields } from './subject-fields.ts';
import { timelineConnection, type TimelineArguments } from './timeline-node.ts';

export function issueNode(
  context: GraphqlContext,
  repository: HostedRepository,
  number: number,
): object | undefined {
  const issue = repository.issue(number, context.horizon);
  if (issue === undefined) return undefined;
  const databaseId = repository.idOf('issue', number);
  const events = () => issueEvents(repository, issue, context.horizon);
  const node = {
    ...subjectFields(context, repository, issue),
    __typename: 'Issue',
    id: `I_${databaseId}`,
    databaseId,
    fullDatabaseId: `${databaseId}`,
    state: issue.state.toUpperCase(),
    stateReason: issue.state === 'closed' ? 'COMPLETED' : null,
    ...contentEdits(repository, issue, context.horizon),
    labels: (args: ConnectionArguments) => labelConnection(issue.labels, args),
    timelineItems: (args: TimelineArguments) =>
      timelineConnection(context, repository, events(), args, () => node),
  };
  return node;
}

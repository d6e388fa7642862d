import type { HostedRepository, IssueView } from '../hosted-repository.ts';
import { actorNode } from './actor-node.ts';
import { connection, type ConnectionArguments, listOrder } from './connection.ts';

/**
 * What GitHub tells of the edits of a body: nothing until there is one; then the first text and every later
 * one, newest first, each whole in `diff`. Of a revision that was deleted from the history it tells that only.
 */
export function contentEdits(
  repository: HostedRepository,
  issue: IssueView,
  horizon: string | null,
): object {
  const edits = repository.bodies(issue.number, horizon).toReversed();
  const isEdited = edits.length > 1;
  return {
    lastEditedAt: isEdited ? edits[0]?.at : null,
    userContentEdits: (args: ConnectionArguments) => {
      const shown = isEdited ? edits : [];
      return connection(shown, args, listOrder(shown), ({ at, body, deletedAt = null }) => ({
        __typename: 'UserContentEdit',
        id: `UCE_${repository.idOf('issue', issue.number)}_${at}`,
        createdAt: at,
        updatedAt: at,
        editedAt: at,
        deletedAt,
        deletedBy: deletedAt === null ? null : actorNode(issue.user),
        diff: deletedAt === null ? body : null,
        editor: actorNode(issue.user),
      }));
    },
  };
}

import type { CommitFacts, HostedRepository } from '../hosted-repository.ts';
import type { CommitRecord } from '../records.ts';
import { connection, listOrder, type ConnectionArguments } from './connection.ts';

/** A commit of a pull request. Only its author's date is on record, so it stands for the committer's too. */
export function recordedCommitNode(repository: HostedRepository, record: CommitRecord): object {
  const { message, author } = record.commit;
  return commitNode(repository, {
    oid: record.sha,
    parents: record.parents.map(({ sha }) => sha),
    message,
    authoredDate: author.date,
    committedDate: author.date,
    author,
  });
}

/** The commit that landed a pull request; without a clone only its id is known. */
export async function landedCommitNode(repository: HostedRepository, oid: string): Promise<object> {
  const known = (await repository.contents.git())?.landed.get(oid);
  return known === undefined ? { __typename: 'Commit', oid } : commitNode(repository, known);
}

function commitNode(repository: HostedRepository, facts: CommitFacts): object {
  const { oid, parents, message, authoredDate, committedDate, author } = facts;
  const [messageHeadline = '', ...rest] = message.split('\n');
  return {
    __typename: 'Commit',
    id: `C_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    message,
    messageHeadline,
    messageBody: rest.join('\n').trim(),
    authoredDate,
    committedDate,
    author: {
      name: author.name ?? null,
      email: author.email ?? null,
      date: authoredDate,
      user: null,
    },
    url: `https://github.com/${repository.fullName}/commit/${oid}`,
    parents: (args: ConnectionArguments) =>
      connection(parents, args, listOrder(parents), (parent) => ({
        __typename: 'Commit',
        oid: parent,
      })),
  };
}

import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { standingOptOuts } from '@evoline/db/queries/opt-outs';
import type { OpenedRepository } from '@evoline/domain/mine/find-repositories';
import { repositoryOptOut } from '@evoline/domain/mine/repository-opt-out';

/**
 * The repositories that did not opt out.
 *
 * @throws EvolineFailure nothing_to_work_on when all of them have
 */
export async function withoutOptedOut(
  { database }: { readonly database: Database },
  found: readonly OpenedRepository[],
): Promise<readonly OpenedRepository[]> {
  const optOuts = await standingOptOuts(database);
  const kept = found.filter(
    ({ repository }) => repositoryOptOut(repository.name, optOuts) === null,
  );
  if (kept.length > 0 || found.length === 0) return kept;
  const names = found.map(({ repository }) => repository.name).join(', ');
  const message = `${names.slice(0, 200)}: opted out; \`evoline opt-out list\` says since when`;
  throw new EvolineFailure('nothing_to_work_on', message);
}

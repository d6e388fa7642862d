import type { Database } from '@evoline/db/open-database';
import { readCurrentPullRequests } from '@evoline/db/queries/current-pull-requests';
import { minedRepositoryNames } from '@evoline/db/queries/mined-verdicts';
import type { KeptItem } from '@evoline/domain/dataset/freeze-drop';
import type { Revert } from '@evoline/domain/dataset/without-reverted';
import { readSignature } from '@evoline/domain/mine/decontamination/min-hash';
import { matchesName } from '@evoline/domain/mine/source-locator';

/** A kept pull request with where it comes from. */
export interface CurrentItem extends KeptItem {
  readonly licence: string | null;
  readonly repositoryKey: string;
  readonly runId: string;
}

export interface CurrentItemSet {
  readonly items: readonly CurrentItem[];
  readonly reverts: readonly Revert[];
  /** `seen`, `kept` and one entry per reason of a drop. */
  readonly funnel: Readonly<Record<string, number>>;
}

/**
 * The newest edition of every pull request that mining keeps, of the repositories that a pattern fits.
 *
 * @param patterns of owner/name
 */
export async function readCurrentItems(
  database: Database,
  patterns: readonly string[],
): Promise<CurrentItemSet> {
  const names = await minedRepositoryNames(database, { withItems: false });
  const selected = names.filter((name) => patterns.some((pattern) => matchesName(pattern, name)));
  const items: CurrentItem[] = [];
  const reverts: Revert[] = [];
  const { funnel } = await readCurrentPullRequests(database, selected, (page) => {
    for (const { digest, reverts: reverted, signature, ...known } of page) {
      const { repository, number, head, landed } = known;
      if (reverted !== null) {
        reverts.push({ repository, number, head, landed, reverts: reverted });
      }
      if (digest === null) continue;
      // Read at once: the text is twice as large.
      items.push({
        ...known,
        digest,
        signature: signature === null ? null : readSignature(signature),
      });
    }
  });
  return { items, reverts, funnel };
}

import type { Database } from '@evoline/db/open-database';
import { readCurrentPullRequests } from '@evoline/db/queries/current-pull-requests';
import { minedRepositoryNames } from '@evoline/db/queries/mined-verdicts';
import type { KeptItem } from '@evoline/domain/dataset/freeze-drop';
import type { Revert } from '@evoline/domain/dataset/without-reverted';
import { readSignature, signatureLength } from '@evoline/domain/mine/decontamination/min-hash';
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
  const once = keptOnce();
  const { funnel } = await readCurrentPullRequests(database, selected, (page) => {
    // One buffer a page: a hundred thousand of their own take twice the memory.
    const signatures = new Uint32Array(page.length * signatureLength);
    for (const [at, row] of page.entries()) {
      const { repository, number, head, landed, digest } = row;
      if (row.reverts !== null) {
        reverts.push({ repository, number, head, landed, reverts: row.reverts });
      }
      if (digest === null) continue;
      const room = signatures.subarray(at * signatureLength, (at + 1) * signatureLength);
      items.push({
        digest,
        repository: once(repository),
        number,
        head,
        landed,
        repositoryKey: once(row.repositoryKey),
        runId: once(row.runId),
        mergedAt: row.mergedAt,
        authorKey: row.authorKey,
        licence: row.licence === null ? null : once(row.licence),
        language: row.language === null ? null : once(row.language),
        signature: row.signature === null ? null : readSignature(row.signature, room),
      });
    }
  });
  return { items, reverts, funnel };
}

/** Gives equal texts as one: every row of the driver brings its own. */
function keptOnce(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first !== undefined) return first;
    known.set(text, text);
    return text;
  };
}

import { EvolineFailure } from '@evoline/contract/failures';
import { itemFormat, PullRequestItem } from '@evoline/contract/mine';
import { z } from 'zod';

const Earlier = z.object({ format: z.string(), repository: z.string() });

/**
 * A stored record as an item; null when it is none.
 *
 * @throws EvolineFailure nothing_to_work_on when another version of this code wrote it
 */
export function readItemRecord(record: unknown): PullRequestItem | null {
  const item = PullRequestItem.safeParse(record);
  if (item.success) return item.data;
  const other = Earlier.safeParse(record).data;
  if (other === undefined || other.format === itemFormat) return null;
  if (!other.format.startsWith('evoline.item.')) return null;
  const { format, repository } = other;
  throw new EvolineFailure(
    'nothing_to_work_on',
    `${repository} was mined into ${format}, and this version reads ${itemFormat}. Start minePullRequests on it again, then freezeDataset.`,
  );
}

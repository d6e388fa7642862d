import type { FreezeDatasetConfig } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { NightReport, NightVersion } from '@evoline/contract/night';
import type { Database } from '@evoline/db/open-database';
import { findDataset } from '@evoline/db/queries/datasets';
import { type HeldItem, heldItems } from '@evoline/db/queries/held-items';
import { chooseItems } from '../dataset/choose-items.ts';
import { readCurrentItems } from '../dataset/read-current-items.ts';

type Gain = NightReport['gain'];

/**
 * What a version would gain that is frozen now by the recipe of the latest published one. A night that has
 * just frozen one knows it already; where there is none all that is kept counts.
 */
export async function nightGain(
  database: Database,
  { version, asOf }: { readonly version: NightVersion; readonly asOf: string },
): Promise<Gain> {
  if (version?.state === 'published') return { since: version.digest, items: 0, edited: 0 };
  if (version !== null) {
    const { added, edited } = version.changes;
    return { since: version.parent, items: added, edited };
  }
  const latest = await findDataset(database, 'latest');
  if (latest === null) {
    const { items } = await readCurrentItems(database, ['*']);
    return { since: null, items: items.length, edited: 0 };
  }
  const { digest: since, recipe } = latest;
  const config = { recipe, asOf, publish: false, reason: null, from: null };
  const held = await heldItems(database, since);
  return { since, ...compare(held, await itemsNow(database, config)) };
}

/** Nothing at all is no failure of a report. */
async function itemsNow(
  database: Database,
  config: FreezeDatasetConfig,
): Promise<readonly HeldItem[]> {
  try {
    return (await chooseItems(database, config)).items;
  } catch (error) {
    const isEmpty = ['nothing_to_work_on', 'input_invalid'];
    if (error instanceof EvolineFailure && isEmpty.includes(error.code)) return [];
    throw error;
  }
}

function compare(held: readonly HeldItem[], now: readonly HeldItem[]): Omit<Gain, 'since'> {
  const digests = new Map(held.map((item) => [keyOf(item), item.digest]));
  const changed = now.filter((item) => digests.get(keyOf(item)) !== item.digest);
  const edited = changed.filter((item) => digests.has(keyOf(item))).length;
  return { items: changed.length - edited, edited };
}

function keyOf({ repositoryKey, number }: HeldItem): string {
  return `${repositoryKey}#${number}`;
}

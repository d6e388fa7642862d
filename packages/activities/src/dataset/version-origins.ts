import type { Database } from '@evoline/db/open-database';
import {
  type MiningSettings,
  miningSettingsOf,
  miningWindows,
} from '@evoline/db/queries/dataset-origins';
import type { NewDataset } from '@evoline/db/queries/record-dataset';
import { contentDigest } from '@evoline/domain/content-digest';
import { countValues } from '@evoline/domain/dataset/count-values';
import { repositoriesOfSuite } from '@evoline/domain/mine/decontamination/benchmark-repositories';
import type { CurrentItem } from './read-current-items.ts';

type Origins = Pick<
  NewDataset,
  'licences' | 'languages' | 'queryWindows' | 'minedUnder' | 'decontamination'
>;
type Item = Pick<CurrentItem, 'repository' | 'repositoryKey' | 'runId' | 'licence' | 'language'>;

/** Where the items of a version come from, as it is stored beside its digest. */
export async function versionOrigins(database: Database, items: readonly Item[]): Promise<Origins> {
  const byRun = Object.entries(countValues(items, (item) => item.runId));
  const settings = await miningSettingsOf(database, new Map(byRun));
  return {
    licences: countValues(items, (item) => item.licence),
    languages: countValues(items, (item) => item.language),
    queryWindows: await queryWindows(database, items),
    minedUnder: minedUnder(settings),
    decontamination: decontamination(settings),
  };
}

/** A repository that was mined from several places has one window over all of them. */
async function queryWindows(
  database: Database,
  items: readonly Item[],
): Promise<Origins['queryWindows']> {
  const names = new Map(items.map((item) => [item.repositoryKey, item.repository]));
  const windows = new Map<string, { from: string; to: string }>();
  for (const { key, from, to } of await miningWindows(database, [...names.keys()])) {
    const repository = names.get(key) ?? key;
    const known = windows.get(repository) ?? { from, to };
    windows.set(repository, {
      from: known.from < from ? known.from : from,
      to: known.to > to ? known.to : to,
    });
  }
  const rows = [...windows].map(([repository, window]) => ({ repository, ...window }));
  return rows.toSorted((a, b) => (a.repository < b.repository ? -1 : 1));
}

function minedUnder(settings: readonly MiningSettings[]): Origins['minedUnder'] {
  const rows = new Map<string, Origins['minedUnder'][number]>();
  for (const { filters, items } of settings) {
    const digest = contentDigest(filters);
    rows.set(digest, { digest, filters, items: (rows.get(digest)?.items ?? 0) + items });
  }
  return byItems([...rows.values()]);
}

function decontamination(settings: readonly MiningSettings[]): Origins['decontamination'] {
  const rows = new Map<string, Origins['decontamination'][number]>();
  for (const { filters, benchmarks, items } of settings) {
    const files = benchmarks.map(({ name, content }) => ({ name, sha256: content.sha256 }));
    const suites = filters.excludedSuites.map((name) => ({
      name,
      sha256: contentDigest([...repositoriesOfSuite(name)].toSorted()),
    }));
    for (const list of [...suites, ...files]) {
      const key = `${list.name} ${list.sha256}`;
      rows.set(key, { ...list, items: (rows.get(key)?.items ?? 0) + items });
    }
  }
  return byItems([...rows.values()]);
}

function byItems<T extends { readonly items: number }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => b.items - a.items);
}

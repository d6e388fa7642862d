import type { LastNight, ListedSourceRow } from '@evoline/db/queries/listed-sources';
import { table } from '../report/table.ts';

/** A source of the repository list with the newest night that it stood in. */
export interface ListedState extends ListedSourceRow {
  readonly lastNight: LastNight | null;
}

const nothingListed =
  'No source is listed: a night mines DEFAULT_SOURCE. Add some with: npx evoline repos add owner/name';

/** The repository list for people; `isWhole`: nothing was left out of the rows. */
export function listedText(
  rows: readonly ListedState[],
  { isWhole }: { readonly isWhole: boolean },
): string {
  if (rows.length === 0) return isWhole ? nothingListed : 'No source fails.';
  const header = [
    'source',
    'state',
    'last night (UTC)',
    'new',
    'failed in a row',
    'reason or note',
  ];
  const lines = rows.map((row) => [
    row.source,
    stateOf(row),
    row.lastNight?.nominalTime.toISOString().slice(0, 16).replace('T', ' ') ?? null,
    row.lastNight?.added ?? null,
    row.failures,
    reasonOf(row),
  ]);
  const away = rows.filter(({ quarantinedAt }) => quarantinedAt !== null).length;
  const quarantine = away === 0 ? '' : `, ${away} in quarantine (npx evoline repos release)`;
  return `${table(header, lines)}\n\n${rows.length} sources${quarantine}`;
}

function stateOf({ quarantinedAt, failures, lastNight }: ListedState): string {
  if (quarantinedAt !== null) return 'quarantine';
  if (failures > 0) return 'failing';
  if (lastNight === null) return 'new';
  return lastNight.state === 'mined' ? 'mined' : 'waiting';
}

function reasonOf({ quarantineReason, lastFailure, lastNight, note }: ListedState): string {
  const reason = quarantineReason ?? lastFailure ?? lastNight?.failure ?? note ?? '';
  return reason.replaceAll(/\s+/g, ' ').slice(0, 200);
}

import { table } from '@evoline/cli/report/table';
import type { NightFigures } from './measure-nights.ts';

/** A row a night. */
export function nightsTable(figures: readonly NightFigures[]): string {
  const header = [
    'night',
    'seconds',
    'changed',
    'seen',
    'new',
    'requests',
    'not modified',
    'spent',
    'runs',
    'events',
    'KB of history',
    'MB of database',
  ];
  const rows = figures.map((night) => [
    night.night + 1,
    Math.round(night.seconds * 10) / 10,
    night.changed,
    night.seen,
    night.added,
    night.requests,
    night.notModified,
    night.spent,
    night.runs,
    night.historyEvents,
    Math.round(night.historyBytes / 1e3),
    Math.round(night.databaseBytes / 1e5) / 10,
  ]);
  return table(header, rows);
}

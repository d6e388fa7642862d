import type { Bench } from './bench.ts';
import { measureNights, type NightFigures } from './nights/measure-nights.ts';

/** Nights of many repositories through the real workflows, GitHub's double beside them. */
export const bench: Bench = {
  title: 'Nights',
  async measure(isFull) {
    const size = isFull
      ? { repositories: 200, nights: 10, tasks: 6 }
      : { repositories: 20, nights: 3, tasks: 3 };
    const nights = await measureNights(size);
    const note = `${size.repositories} repositories, ${size.nights} nights`;
    const later = nights.slice(1);
    const sum = (of: (night: NightFigures) => number) =>
      later.reduce((total, night) => total + of(night), 0);
    const mean = (of: (night: NightFigures) => number) => sum(of) / Math.max(1, later.length);
    return [
      { figure: 'first night', value: nights[0]?.seconds ?? 0, unit: 's', note },
      { figure: 'a later night', value: mean(({ seconds }) => seconds), unit: 's', note: 'mean' },
      {
        figure: 'quota spent for a changed repository',
        value:
          sum(({ spent }) => spent) /
          Math.max(
            1,
            sum(({ changed }) => changed),
          ),
        unit: 'requests',
        note: 'after the first night; a list and its details are needed: 2',
      },
      {
        figure: 'history of a night',
        value: mean(({ historyEvents }) => historyEvents),
        unit: 'events',
      },
      {
        figure: 'the same for each repository',
        value: mean(({ historyBytes }) => historyBytes) / size.repositories,
        unit: 'bytes',
      },
      {
        figure: 'database growth of a later night',
        value: mean(({ databaseBytes }) => databaseBytes) / 1e6,
        unit: 'MB',
      },
    ];
  },
};

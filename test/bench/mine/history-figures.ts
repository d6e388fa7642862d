import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchFigure } from '../bench.ts';
import { measureHistory } from './measure-history.ts';
import type { HistoryOrder } from './mine-one-history.ts';

export interface MeasuredClone {
  readonly name: string;
  /** A bare clone. */
  readonly clone: string;
  /** Pull requests; null: all. */
  readonly limit: number | null;
  /** Of these, so many are also extracted with a process per file. */
  readonly withProcesses: number;
}

/** What mining one clone takes, part by part; mirrors are made anew in `home` and removed. */
export async function historyFigures(
  { name, clone, limit, withProcesses }: MeasuredClone,
  home: string,
): Promise<BenchFigure[]> {
  const run = async (part: HistoryOrder['part'], most = limit) => {
    const cacheFolder = join(home, `${name}-${part}`);
    const measured = await measureHistory({ clone, cacheFolder, limit: most, part });
    await rm(cacheFolder, { recursive: true, force: true });
    return measured;
  };
  const replay = await run('replay');
  const filters = await run('filters');
  const items = await run('items');
  const ours = await run('replay', withProcesses);
  const theirs = await run('processes', withProcesses);
  const replayed = `${name}: of ${replay.seen}, ${replay.kept} replay byte for byte, ${replay.notReplayed} do not; the rest is no text`;
  const slowest = `${name}: slowest is ${filters.slowestFilter}`;
  const all = `${name}: ${items.kept} of ${items.seen} kept; mirror, history, filters, context`;
  const perCore = (of: { readonly seen: number; readonly cpuSeconds: number }) =>
    of.seen / of.cpuSeconds;
  return [
    figure('pull requests extracted and replayed', perCore(replay), '/s/core', replayed),
    figure(
      'filters alone, of a pull request',
      (filters.filterSeconds / filters.seen) * 1e3,
      'ms',
      slowest,
    ),
    figure('all of mining', perCore(items), '/s/core', all),
    figure('from start to first item', items.firstItemSeconds ?? Number.NaN, 's', name),
    figure('peak memory, git included', items.peakMegabytes, 'MB', name),
    figure(
      'one git process per file and commit / ours, wall',
      theirs.seconds / ours.seconds,
      'x',
      `${name}: ${theirs.seen} pull requests; theirs replays nothing`,
    ),
    figure('… CPU', theirs.cpuSeconds / ours.cpuSeconds, 'x', name),
  ];
}

function figure(what: string, value: number, unit: string, note: string): BenchFigure {
  return { figure: what, value, unit, note };
}

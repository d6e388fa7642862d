import { join } from 'node:path';
import type { BenchFigure } from '../bench.ts';
import { folderBytes } from './folder-bytes.ts';
import type { Part } from './parts.ts';
import { type MeasuredPart, runPart } from './run-part.ts';

export interface SeededLedger {
  readonly databaseUrl: string;
  /** Of the artifact store. */
  readonly root: string;
  /** For exports. */
  readonly home: string;
  readonly items: number;
  /** Canonical JSON of all records. */
  readonly bytes: number;
  readonly seedSeconds: number;
  /** Mines some more. */
  readonly night: () => Promise<unknown>;
  readonly databaseBytes: () => Promise<number>;
}

/** Goals for 273,000 items; smaller sets are measured against their part of them. */
const goals = { items: 273_000, freezeSeconds: 60, exportSeconds: 180, diffSeconds: 1 } as const;
const megabyte = 1e6;
const withdrawn = 1_000; // items of one author, or of one licence

/** What freezing, comparing, revoking and exporting take, one after the other on the same ledger. */
export async function partFigures(ledger: SeededLedger): Promise<BenchFigure[]> {
  const { databaseUrl, root, items, bytes } = ledger;
  const run = async (part: Part) => {
    const measured = await runPart({ databaseUrl, root, part });
    process.stderr.write(`${part.kind}: ${JSON.stringify(measured)}\n`);
    return measured;
  };
  const freeze = (runId: string, seed = 0) => run({ kind: 'freeze', runId, seed });
  const share = items / goals.items;
  const store = await folderBytes(root);
  const mined = await ledger.databaseBytes();
  const winnowed = await run({ kind: 'winnow' });
  const whole = await freeze('whole');
  const frozen = await ledger.databaseBytes();
  await ledger.night();
  const night = await freeze('night');
  const unlike = await freeze('unlike', 1);
  const related = await run({ kind: 'diff', before: whole.told, after: night.told });
  const unrelated = await run({ kind: 'diff', before: unlike.told, after: night.told });
  const one = await run({ kind: 'impact', version: night.told, items: 1 });
  const many = await run({ kind: 'impact', version: night.told, items: withdrawn });
  const swept = await run({ kind: 'sweep' });
  const folder = join(ledger.home, 'export');
  const exported = await run({ kind: 'export', version: night.told, folder });
  const parquet = await folderBytes(folder);
  const size = (figure: string, of: number, note = '') => ({
    figure,
    value: of / megabyte,
    unit: 'MB',
    note: `${note}${(of / bytes).toFixed(3)} of ${Math.round(bytes / megabyte)} MB of JSON`,
  });
  return [
    ...timed('freeze, whole', whole, goals.freezeSeconds * share),
    ...timed('… of it winnowing and splits', winnowed),
    ...timed('freeze after a night of 750 more', night, goals.freezeSeconds * share),
    ...timed('freeze with another seed, stored whole', unlike, goals.freezeSeconds * share),
    ...timed('diff of related versions', related, goals.diffSeconds),
    ...timed('diff of unrelated versions', unrelated, goals.diffSeconds),
    ...timed('what a revocation touches, one item', one),
    ...timed('what a revocation touches, many', many),
    ...timed('store gc --dry-run', swept),
    ...timed('export as Parquet', exported, goals.exportSeconds * share),
    size(
      'records in the store',
      store.bytes,
      `${Math.round(store.diskBytes / megabyte)} MB of disk; `,
    ),
    size('rows of mining', mined),
    size('rows of one whole version', frozen - mined),
    size('Parquet', parquet.bytes),
    { figure: 'mined, stored and recorded', value: items / ledger.seedSeconds, unit: '/s' },
  ];
}

/** Wall-clock, CPU and memory of a part; the goal is of the CPU of our process and of PostgreSQL together. */
function timed(figure: string, taken: MeasuredPart, goal?: number): BenchFigure[] {
  const { seconds, cpuSeconds, serverCpuSeconds, peakMegabytes, told } = taken;
  const cpu = cpuSeconds + serverCpuSeconds;
  const ours = `Node ${cpuSeconds.toFixed(1)} s, PostgreSQL ${serverCpuSeconds.toFixed(1)} s`;
  return [
    { figure, value: seconds, unit: 's', note: `${standing(seconds, goal)}${told}` },
    { figure: `${figure}: CPU`, value: cpu, unit: 's', note: `${standing(cpu, goal)}${ours}` },
    { figure: `${figure}: most memory`, value: peakMegabytes, unit: 'MB' },
  ];
}

function standing(value: number, goal: number | undefined): string {
  if (goal === undefined) return '';
  const shown = `goal ${Number(goal.toPrecision(3))} s`;
  return value < goal
    ? `${shown} reached; `
    : `${shown} MISSED by ${(value / goal).toFixed(1)} times; `;
}

// Program: does one part of what is measured in a process of its own and prints what it took.
import { performance } from 'node:perf_hooks';
import { openDatabase } from '@evoline/db/open-database';
import { type Part, prepared } from './parts.ts';

export interface PartOrder {
  readonly databaseUrl: string;
  /** The artifact store. */
  readonly root: string;
  readonly part: Part;
}

export interface PartTaken {
  readonly seconds: number;
  /** Of this process, all its threads. */
  readonly cpuSeconds: number;
  /** Highest resident set of this process, Node itself included. */
  readonly peakMegabytes: number;
  /** A version's digest, or what was found, for people. */
  readonly told: string;
}

const order = JSON.parse(process.argv[2] ?? '') as PartOrder;
process.stdout.write(`\n${JSON.stringify(await measure(order))}\n`);

async function measure({ databaseUrl, root, part }: PartOrder): Promise<PartTaken> {
  const database = await openDatabase(databaseUrl, { migrate: false });
  try {
    const work = await prepared(database, root, part);
    const before = process.cpuUsage();
    const since = performance.now();
    const told = await work();
    const seconds = (performance.now() - since) / 1e3;
    const { user, system } = process.cpuUsage(before);
    const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    return { seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes, told };
  } finally {
    await database.close();
  }
}

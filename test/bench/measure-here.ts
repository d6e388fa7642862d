import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench, BenchFigure } from './bench.ts';
import { benchSuffix } from './subjects.ts';

/** The last line that a measuring process prints. */
export interface OwnMeasurement {
  readonly title: string;
  readonly figures: readonly BenchFigure[];
  readonly peakMemoryMegabytes: number;
}

/** Measures one subject in this process. */
export async function measureHere(subject: string, isFull: boolean): Promise<number> {
  const file = pathToFileURL(join(import.meta.dirname, `${subject}${benchSuffix}`)).href;
  const { bench } = (await import(file)) as { bench: Bench };
  const figures = await bench.measure(isFull);
  const peakMemoryMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const measured: OwnMeasurement = { title: bench.title, figures, peakMemoryMegabytes };
  process.stdout.write(`\n${JSON.stringify(measured)}\n`);
  return 0;
}

// Program: `npm run bench [subject …]`. Each subject is measured in a process of its own, so that peak memory is its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Bench, BenchFigure } from './bench.ts';

interface Measured {
  readonly title: string;
  readonly figures: readonly BenchFigure[];
  readonly peakMemoryMegabytes: number;
}

const deadlineSeconds = 900;
const suffix = '.bench.ts';

const [first = '', ...others] = process.argv.slice(2);
process.exitCode =
  first === '--one' ? await measureHere(others[0] ?? '') : await measureAll([first, ...others]);

async function measureAll(words: readonly string[]): Promise<number> {
  const wanted = words.filter((word) => word !== '');
  const subjects = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .filter((subject) => wanted.length === 0 || wanted.includes(subject));
  if (subjects.length === 0) {
    process.stderr.write(`no such subject: ${wanted.join(', ')}\n`);
    return 2;
  }
  let failed = 0;
  for (const subject of subjects) {
    process.stderr.write(`measuring ${subject} …\n`);
    const measured = await measureApart(subject);
    if (measured === undefined) failed += 1;
    else process.stdout.write(describe(measured));
  }
  return failed === 0 ? 0 : 1;
}

async function measureApart(subject: string): Promise<Measured | undefined> {
  const child = spawn(process.execPath, [import.meta.filename, '--one', subject], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: deadlineSeconds * 1000,
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code === 0) return JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '') as Measured;
  process.stderr.write(`${subject} could not be measured (exit code ${code})\n`);
  return undefined;
}

async function measureHere(subject: string): Promise<number> {
  const file = pathToFileURL(join(import.meta.dirname, `${subject}${suffix}`)).href;
  const { bench } = (await import(file)) as { bench: Bench };
  const figures = await bench.measure();
  const peakMemoryMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const measured: Measured = { title: bench.title, figures, peakMemoryMegabytes };
  process.stdout.write(`\n${JSON.stringify(measured)}\n`);
  return 0;
}

function describe({ title, figures, peakMemoryMegabytes }: Measured): string {
  const width = Math.max(...figures.map(({ figure }) => figure.length));
  const lines = figures.map(({ figure, value, unit, note }) => {
    const number = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
    return `  ${figure.padEnd(width)}  ${number.padStart(8)} ${unit}${note === undefined ? '' : `  (${note})`}`;
  });
  return `\n${title}\n${lines.join('\n')}\n  peak memory of the measuring process: ${peakMemoryMegabytes} MB\n`;
}

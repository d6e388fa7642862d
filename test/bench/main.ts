// Program: `npm run bench [<subject>…] [-- --quick] [--json]`. Measures and prints; asserts nothing.
import { UsageError, readBenchOptions } from './bench-options.ts';
import { describeMachine } from './machine.ts';
import { measureApart } from './measure-apart.ts';
import { measureHere } from './measure-here.ts';
import { resultTable } from './result-table.ts';
import type { MeasuredSubject } from './bench.ts';
import { subjects } from './subjects.ts';

const usage = `usage: npm run bench [<subject>…] [-- --quick] [--json]     (--only <subject> is the same)
subjects: ${subjects.join(', ')}
A named subject takes its time: \`reward\` almost 20 minutes, and it rewrites its part of docs/. --quick does not.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === '--one') return await measureHere(args[1] ?? '', args[2] === 'full');
  try {
    const { only, isFull, json, help } = readBenchOptions(args);
    if (help) process.stdout.write(usage);
    return help ? 0 : await measureAll(only, { isFull, json });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${usage}`);
    return 2;
  }
}

/** One subject after the other, each in a process of its own: two cores are few. */
async function measureAll(
  wanted: readonly string[],
  { isFull, json }: { readonly isFull: boolean; readonly json: boolean },
): Promise<number> {
  const machine = describeMachine();
  const measured: MeasuredSubject[] = [];
  const failed: string[] = [];
  for (const subject of wanted) {
    process.stderr.write(`measuring ${subject} …\n`);
    const result = await measureApart(subject, isFull);
    if (result === null) failed.push(subject);
    else measured.push(result);
  }
  const document = { machine, measured, failed };
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : resultTable(machine, measured));
  if (failed.length > 0) process.stderr.write(`not measured: ${failed.join(', ')}\n`);
  return failed.length === 0 ? 0 : 1;
}

// Program: `npm run fuzz reward [-- --seconds <n>] [--seed <text>]`. Looks for a difference from CPython until Ctrl-C.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { everyEngine } from '../../../packages/sequence-matcher/test/every-engine.ts';
import { findCPython } from '../../bench/find-cpython.ts';
import { startPythonChild } from '../../bench/python-child.ts';
import { fileChanges } from './file-changes.ts';
import { type FuzzSummary, fuzz } from './fuzz.ts';
import type { GoldenLine } from './fuzz-kind.ts';
import { addGoldenLine } from './golden-file.ts';
import { textPairs } from './text-pairs.ts';
import { wholeRewards } from './whole-rewards.ts';

const usage = `usage: npm run fuzz reward -- [--seconds <n>] [--seed <text>]
Holds every engine, the unified diff and the whole reward against CPython until Ctrl-C or for <n> seconds.
A counterexample becomes a line of a file in packages/domain/src/reward/golden/found; then the exit code is 1.
`;
const found = join(import.meta.dirname, '../../../packages/domain/src/reward/golden/found');
const PROGRESS_MILLISECONDS = 5_000;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const asked = readArguments(args);
  if (asked === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const { seconds, seed } = asked;
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
  const signals = seconds === undefined ? [] : [AbortSignal.timeout(seconds * 1000)];
  const python = startPythonChild(findCPython().program);
  const since = Date.now();
  print(`engines: ${everyEngine.map(({ name }) => name).join(', ')}; seed ${seed}`);
  try {
    const summary = await fuzz({
      kinds: [textPairs(everyEngine), fileChanges, wholeRewards(everyEngine)],
      python,
      seed,
      signal: AbortSignal.any([stop.signal, ...signals]),
      onRound: progress(since),
      keep,
    });
    print(`${shown(summary, since)}; seed ${seed}`);
    return summary.counterexamples === 0 ? 0 : 1;
  } finally {
    await python.close();
  }
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { seconds: { type: 'string' }, seed: { type: 'string' } },
    });
    const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
    if (positionals.join() !== 'reward' || !(seconds === undefined || seconds > 0))
      return undefined;
    return { seconds, seed: values.seed ?? new Date().toISOString() };
  } catch {
    return undefined;
  }
}

function progress(since: number): (summary: FuzzSummary) => void {
  let shownAt = since;
  return (summary) => {
    if (Date.now() - shownAt < PROGRESS_MILLISECONDS) return;
    shownAt = Date.now();
    print(shown(summary, since));
  };
}

function shown({ judged, counterexamples }: FuzzSummary, since: number): string {
  const seconds = (Date.now() - since) / 1000;
  const counts = Object.entries(judged).map(
    ([name, count]) => `${count} ${name} (${Math.round(count / seconds)}/s)`,
  );
  return `${Math.round(seconds)} s: ${counts.join(', ')}; counterexamples: ${counterexamples}`;
}

function keep(line: GoldenLine): void {
  addGoldenLine(found, line);
  print(`counterexample ${String(line.content['id'])} → ${line.file}.jsonl`);
}

function print(line: string): void {
  process.stderr.write(`${line}\n`);
}

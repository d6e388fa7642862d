import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import type { PythonChild } from '../python-child.ts';
import { type CpuClock, cpuSecondsOf } from './cpu-clock.ts';
import type { DiffPair } from './pair-workload.ts';

/** CPU seconds of one pair. */
export interface TimedPair {
  readonly pair: DiffPair;
  /** By the name of the engine, one figure for each pass. */
  readonly engines: Readonly<Record<string, readonly number[]>>;
  readonly cydifflib: number | undefined;
  /** Undefined when the time for CPython was used up before. */
  readonly cpython: number | undefined;
  /** Whether everybody gave the same 64 bits. */
  readonly isEqual: boolean;
}

export interface PairTiming {
  readonly engines: readonly MatchEngine[];
  readonly python: PythonChild;
  readonly hasCyDifflib: boolean;
  readonly clock: CpuClock;
  readonly passes: number;
  /** CPython gets the first pairs of the (random) order, as many as it can do in this time. */
  readonly cpythonSeconds: number;
  /** For people. */
  report(text: string): void;
}

const BATCH = 50;

/** Above so many cells a pair is long enough to be timed once. */
const SHORT_CELLS = 1_000_000;

/** The programs take turns over small batches, so that each sees the same machine. */
export async function timePairs(
  pairs: readonly DiffPair[],
  timing: PairTiming,
): Promise<readonly TimedPair[]> {
  const timed: TimedPair[] = [];
  let cpythonSeconds = timing.cpythonSeconds;
  for (let from = 0; from < pairs.length; from += BATCH) {
    const batch = pairs.slice(from, from + BATCH);
    const ours = batch.map(() => ({
      seconds: emptySeries(timing.engines),
      values: new Set<number>(),
    }));
    runEngines(batch, ours, timing);
    const compiled = timing.hasCyDifflib ? await runPeer(batch, 'cydifflib', timing) : [];
    const plain = await runPeer(batch, 'cpython', timing, cpythonSeconds);
    cpythonSeconds -= plain.reduce((sum, answer) => sum + (answer?.spent ?? 0), 0);
    for (let pass = 1; pass < timing.passes; pass += 1) runEngines(batch, ours, timing);
    for (const [at, pair] of batch.entries()) {
      const { seconds = {}, values = new Set() } = ours[at] ?? {};
      const theirs = [compiled[at], plain[at]];
      for (const answer of theirs) if (answer !== undefined) values.add(answer.value);
      const [cydifflib, cpython] = theirs.map((answer) => answer?.seconds);
      timed.push({ pair, engines: seconds, cydifflib, cpython, isEqual: values.size === 1 });
    }
    timing.report(`${timed.length} of ${pairs.length} pairs`);
  }
  return timed;
}

interface OwnSeries {
  readonly seconds: Readonly<Record<string, number[]>>;
  readonly values: Set<number>;
}

function emptySeries(engines: readonly MatchEngine[]): Record<string, number[]> {
  return Object.fromEntries(engines.map(({ name }) => [name, []]));
}

function runEngines(
  batch: readonly DiffPair[],
  ours: readonly OwnSeries[],
  { engines, clock }: PairTiming,
): void {
  for (const engine of engines) {
    for (const [at, { a, b }] of batch.entries()) {
      const run = (): unknown => ours[at]?.values.add(engine.ratio(a, b));
      ours[at]?.seconds[engine.name]?.push(cpuSecondsOf(clock, run));
    }
  }
}

interface PeerAnswer {
  readonly value: number;
  readonly seconds: number;
  /** All its runs together. */
  readonly spent: number;
}

async function runPeer(
  batch: readonly DiffPair[],
  peer: 'cpython' | 'cydifflib',
  { python }: PairTiming,
  budgetSeconds = Number.POSITIVE_INFINITY,
): Promise<readonly (PeerAnswer | undefined)[]> {
  const answers: (PeerAnswer | undefined)[] = [];
  let left = budgetSeconds;
  for (const { a, b } of batch) {
    if (left <= 0) {
      answers.push(undefined);
      continue;
    }
    const repeats = a.length * b.length < SHORT_CELLS ? 3 : 1;
    const limit = Number.isFinite(left) ? { limitSeconds: left } : {};
    const request = { act: 'ratio', peer, a, b, repeats, ...limit } as const;
    const answer = await python.ask<{ value: number; seconds: number; late?: true }>(request);
    const spent = answer.late ? left : answer.seconds * repeats;
    left -= spent;
    answers.push(answer.late ? undefined : { ...answer, spent });
  }
  return answers;
}

import { everyEngine } from '../../../packages/sequence-matcher/test/every-engine.ts';
import { type CPython, findCPython } from '../find-cpython.ts';
import { installCyDifflib } from '../install-cydifflib.ts';
import { type PythonVersions, startPythonChild } from '../python-child.ts';
import { readCorpus } from './corpus.ts';
import { openCpuClock } from './cpu-clock.ts';
import type { Measured } from './gates.ts';
import { timeGroups } from './group-timing.ts';
import { groupWorkload } from './group-workload.ts';
import { type TimedHostileOutput, timeHostileOutputs, timeHostilePairs } from './hostile-timing.ts';
import { type PairTiming, timePairs } from './pair-timing.ts';
import { pairWorkload } from './pair-workload.ts';
import { type TimedScale, timeScale } from './scale.ts';
import { type Profile, typicalProfiles } from './typical-profiles.ts';

/** How much is measured. Seconds are CPU time of Python; ours takes little beside it. */
export interface BenchSize {
  readonly changesOfEachHistory: number;
  readonly pairs: number;
  readonly pairSeconds: number;
  readonly largePairs: number;
  readonly largeSeconds: number;
  readonly groups: number;
  readonly groupSeconds: number;
  readonly passes: number;
}

/** Under 20 minutes, most of it in CPython. */
export const fullSize: BenchSize = {
  changesOfEachHistory: 1_500,
  pairs: 1_500,
  pairSeconds: 300,
  largePairs: 12,
  largeSeconds: 270,
  groups: 64,
  groupSeconds: 250,
  passes: 5,
};

/** About a minute; too little for figures that anybody quotes. */
export const smallSize: BenchSize = {
  changesOfEachHistory: 150,
  pairs: 100,
  pairSeconds: 15,
  largePairs: 1,
  largeSeconds: 1,
  groups: 20,
  groupSeconds: 10,
  passes: 3,
};

export interface RewardBench extends Measured {
  readonly engines: readonly string[];
  readonly seed: string;
  readonly source: string;
  readonly size: BenchSize;
  readonly python: CPython & PythonVersions;
  readonly scale: readonly TimedScale[];
  readonly hostileOutputs: readonly TimedHostileOutput[];
  readonly hostileCharacters: number;
  readonly profiles: readonly Profile[];
  readonly minutes: number;
}

const HOSTILE_CHARACTERS = 65_536;

/** Everything, one after the other in this process and one Python. */
export async function runRewardBench(size: BenchSize, seed: string): Promise<RewardBench> {
  const since = Date.now();
  const found = findCPython();
  const cydifflib = installCyDifflib(found);
  const python = startPythonChild(found.program, cydifflib.folder ? [cydifflib.folder] : []);
  try {
    const versions = await python.ask<PythonVersions>({ act: 'versions' });
    const corpus = readCorpus(seed, size.changesOfEachHistory);
    report(corpus.source);
    const clock = openCpuClock();
    const hasCyDifflib = versions.cydifflib !== '';
    const { passes } = size;
    const timing = { engines: everyEngine, python, hasCyDifflib, clock, passes, report };
    const pairs = pairWorkload(corpus, { seed, pairs: size.pairs, large: size.largePairs });
    const groups = groupWorkload(corpus.changes, { seed, count: size.groups });
    const timed = await timeEverything({ size, seed, timing, pairs, groups });
    return {
      ...timed,
      engines: everyEngine.map(({ name }) => name),
      seed,
      source: corpus.source,
      size,
      python: {
        ...found,
        ...versions,
        ...(cydifflib.why ? { cydifflibMissing: cydifflib.why } : {}),
      },
      hostileCharacters: HOSTILE_CHARACTERS,
      minutes: (Date.now() - since) / 60_000,
    };
  } finally {
    await python.close();
  }
}

interface Workload {
  readonly size: BenchSize;
  readonly seed: string;
  readonly timing: Omit<PairTiming, 'cpythonSeconds'>;
  readonly pairs: ReturnType<typeof pairWorkload>;
  readonly groups: ReturnType<typeof groupWorkload>;
}

async function timeEverything({ size, seed, timing, pairs, groups }: Workload) {
  const { engines, clock } = timing;
  warmUp(timing, pairs.mixed);
  report('pairs of the size mix');
  const mixed = await timePairs(pairs.mixed, { ...timing, cpythonSeconds: size.pairSeconds });
  report('pairs of 50 KB and more');
  const large = await timePairs(pairs.large, { ...timing, cpythonSeconds: size.largeSeconds });
  report('whole rewards');
  const timed = await timeGroups(groups, { ...timing, pythonSeconds: size.groupSeconds });
  report('scale, hostile repeats, hostile outputs');
  const scale = timeScale(engines, clock, seed);
  const repeats = timeHostilePairs(engines, clock, { seed, characters: HOSTILE_CHARACTERS });
  const fastest = engines.at(-1);
  const hostileOutputs = fastest === undefined ? [] : timeHostileOutputs(fastest, clock);
  const profiles = fastest === undefined ? [] : await typicalProfiles(fastest, pairs.mixed, groups);
  return { mixed, large, groups: timed, scale, hostilePairs: repeats, hostileOutputs, profiles };
}

/** Compiled code is measured, as a worker that scores for hours runs it. */
function warmUp(
  { engines }: Pick<PairTiming, 'engines'>,
  pairs: readonly { readonly a: string; readonly b: string }[],
): void {
  for (const engine of engines) for (const { a, b } of pairs) engine.ratio(a, b);
}

function report(text: string): void {
  process.stderr.write(`  reward: ${text}\n`);
}

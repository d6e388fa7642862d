import type { Machine } from '../machine.ts';
import { timedBy, gates, standing } from './gates.ts';
import { markdownTable, shownSeconds, shownTimes } from './markdown-table.ts';
import { sum } from './numbers.ts';
import type { RewardBench } from './run-bench.ts';
import { sizeBands } from './size-bands.ts';

/** The generated section of docs/bench.md. */
export function rewardReport(bench: RewardBench, machine: Machine, date: string): string {
  const { cores, processor, memoryGibibytes, kernel, node, loadBefore } = machine;
  const { python, seed, minutes, source } = bench;
  const build = python.optimized
    ? 'an optimised build'
    : 'built without profile-guided optimisation';
  const compiled = python.cydifflib
    ? `CyDifflib ${python.cydifflib} (the wheel of the package index)`
    : `no CyDifflib (${python.cydifflibMissing})`;
  return [
    `Measured on ${date} in one run of ${minutes.toFixed(0)} minutes, seed \`${seed}\`: ${cores} cores (${processor}), ${memoryGibibytes} GiB, Linux ${kernel}, Node ${node.slice(1)}, ${python.python} (${build}), ${compiled}. Load average before: ${loadBefore} on ${cores} cores. All figures are CPU time.`,
    '![Time of one comparison by size](reward-speed.svg)',
    gateTable(bench),
    '**By size**, mean of one pair; the last row is the large ones.',
    bandTable(bench),
    `**64 KB of hostile repeats**, both sides ${bench.hostileCharacters.toLocaleString('en')} characters, median of three.`,
    hostilePairTable(bench),
    '**A step of the paper**: 512 rollouts in groups of 16, two files of 10 KB each, the whole reward.',
    scaleTable(bench),
    `**Hostile outputs**, the whole reward \`search-replace@1\` (${bench.engines.at(-1)}), once and twice as large.`,
    hostileOutputTable(bench),
    `**Where the time goes** (${bench.engines.at(-1)}, V8's sampling profiler; own time by source file, shares of 1 % and more).`,
    profileTable(bench),
    howMeasured(bench, source),
  ].join('\n\n');
}

function gateTable(bench: RewardBench): string {
  const rows = gates.flatMap((gate) =>
    bench.engines.map((engine, at) => {
      const value = gate.value(bench, engine);
      const shown = gate.unit === 'times' ? shownTimes : shownSeconds;
      const limits = at === 0 ? [gate.what, shown(gate.gate), shown(gate.goal)] : ['', '', ''];
      return [...limits, engine, shown(value), standing(gate, value)];
    }),
  );
  return markdownTable(['what', 'gate', 'goal', 'engine', 'measured', 'standing'], rows);
}

function bandTable({ mixed, large, engines }: RewardBench): string {
  const names = ['CPython', 'CyDifflib', ...engines];
  const rows = sizeBands([...mixed, ...large], engines).map((band) => [
    `${band.from.toLocaleString('en')} to ${(band.below - 1).toLocaleString('en')}`,
    `${band.pairs}`,
    ...names.map((name) => shownSeconds(band.seconds[name] ?? Number.NaN)),
  ]);
  return markdownTable(['characters of the oracle', 'pairs', ...names], rows);
}

function hostilePairTable({ hostilePairs, engines }: RewardBench): string {
  const rows = hostilePairs.map((pair) => [
    pair.name,
    ...engines.map((engine) => shownSeconds(pair.engines[engine] ?? Number.NaN)),
  ]);
  return markdownTable(['family', ...engines], rows);
}

function scaleTable({ scale }: RewardBench): string {
  const rows = scale.map(({ engine, seconds, firstSeconds }) => [
    engine,
    shownSeconds(seconds),
    shownSeconds(firstSeconds),
  ]);
  return markdownTable(['engine', 'CPU', 'the first time'], rows);
}

function hostileOutputTable({ hostileOutputs }: RewardBench): string {
  const rows = hostileOutputs.map((row) => [
    row.name,
    row.size,
    `\`${row.outcome}\``,
    shownSeconds(row.seconds),
    shownSeconds(row.doubleSeconds),
  ]);
  return markdownTable(['output', 'how much', 'outcome', 'CPU', 'twice as much'], rows);
}

function profileTable({ profiles }: RewardBench): string {
  const rows = profiles.map(({ what, shares }) => [
    what,
    shares.map(({ where, share }) => `${where} ${Math.round(share * 100)} %`).join(', '),
  ]);
  return markdownTable(['of', 'own time'], rows);
}

function howMeasured(bench: RewardBench, source: string): string {
  const { mixed, large, groups, hostilePairs, size } = bench;
  const compared = timedBy(mixed, 'cpython');
  const cpythonSeconds = sum(compared.map(([, seconds]) => seconds));
  const timedGroups = groups.filter(({ python }) => python !== undefined).length;
  const equal = [...mixed, ...large, ...groups, ...hostilePairs];
  const unequal = equal.filter(({ isEqual }) => !isEqual).length;
  return [
    `- ${source}; ${mixed.length} pairs of the size mix, ${large.length} of 50 KB and more, ${groups.length} groups.`,
    `- CPython got the first ${compared.length} of the ${mixed.length} pairs in their random order (${cpythonSeconds.toFixed(0)} s of at most ${size.pairSeconds} s), the smallest ${timedBy(large, 'cpython').length} of the ${large.length} large ones (at most ${size.largeSeconds} s) and ${timedGroups} of the ${groups.length} groups (at most ${size.groupSeconds} s). A row compares both sides on the same pairs.`,
    `- The programs take turns over batches of 50 pairs. Ours: ${size.passes} passes, CPU time of the whole process (garbage collection and compiling count), compiled code; a total is the median pass, "median pair" is the median over pairs of the ratio of medians. CPython and CyDifflib: the median of three runs of a short pair, one run of a long one.`,
    `- Everybody gave the same 64 bits on ${unequal === 0 ? 'every pair and every group' : `all but ${unequal} pairs or groups`}.`,
  ].join('\n');
}

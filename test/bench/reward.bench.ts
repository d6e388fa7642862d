import type { Bench, BenchFigure } from './bench.ts';
import { gates, standing } from './reward/gates.ts';
import { type RewardBench, fullSize, runRewardBench, smallSize } from './reward/run-bench.ts';
import { writeRewardDocs } from './reward/write-docs.ts';

const SEED = 'evoline';

/** Every engine and the whole rule against CPython, CyDifflib and plain Python, side by side. */
export const bench: Bench = {
  title: 'Reward against CPython difflib, CyDifflib and plain Python',
  async measure(isFull) {
    const measured = await runRewardBench(isFull ? fullSize : smallSize, SEED);
    if (isFull) writeRewardDocs(measured);
    return figures(measured);
  },
};

function figures(bench: RewardBench): readonly BenchFigure[] {
  const reached = gates.flatMap((gate) =>
    bench.engines.map((engine) => {
      const value = gate.value(bench, engine);
      const unit = gate.unit === 'times' ? 'x' : 's';
      const limits = `gate ${gate.gate} ${unit}, goal ${gate.goal} ${unit}`;
      const note = `${limits}: ${standing(gate, value)}`;
      return { figure: `${gate.what}, ${engine}`, value, unit, note };
    }),
  );
  const compared = [...bench.mixed, ...bench.large, ...bench.groups, ...bench.hostilePairs];
  const equal = compared.filter(({ isEqual }) => isEqual).length;
  return [
    ...reached,
    ...bench.scale.map(({ engine, seconds }) => ({
      figure: `512 rollouts of two 10 KB files, ${engine}`,
      value: seconds,
      unit: 's',
      note: 'CPU time of a step of the paper; to be under 1 s',
    })),
    {
      figure: 'equal to the last bit',
      value: equal,
      unit: `of ${compared.length}`,
      note: 'pairs and groups, everybody who computed them',
    },
  ];
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { seededRandom } from '@evoline/domain/evaluate/seeded-random';
import { changesByPath, compareChanges } from '@evoline/domain/reward/file-changes';
import { readStackEnvironment } from '@evoline/infra/env';
import { ratio } from '@evoline/sequence-matcher/ratio';
import type { Bench, BenchFigure } from './bench.ts';
import { diffLikeText, editedText } from './generated-text.ts';
import { leastSeconds } from './stopwatch.ts';

/** Our reward against CPython's difflib, the same texts in the same run; values must be equal to the last bit. */
export const bench: Bench = {
  title: 'Reward against CPython difflib',
  async measure() {
    const theirs = timeDifflib(tasks);
    const figures: BenchFigure[] = [];
    let equal = 0;
    for (const [index, task] of tasks.entries()) {
      const python = theirs[index] ?? { seconds: Number.NaN, value: Number.NaN };
      const ours = await measureOurs(task);
      if (Object.is(ours.value, python.value)) equal += 1;
      const comparison = `ours ${perUnit(ours.seconds)}, CPython ${perUnit(python.seconds)}`;
      figures.push({
        figure: `CPython / ours, ${task.name}`,
        value: python.seconds / ours.seconds,
        unit: 'x',
        note: comparison,
      });
    }
    const note = 'equal to the last bit';
    return [...figures, { figure: 'equal values', value: equal, unit: `of ${tasks.length}`, note }];
  },
};

/** Ours are shorter, so that a hiccup of the machine weighs more. */
const ourRepeats = 10;

interface Task {
  readonly name: string;
  /** `ratio`: of two diffs. `file`: both diffs of a file first, then their ratio. */
  readonly kind: 'ratio' | 'file';
  /** Prediction, oracle and, of a file, its text before. */
  readonly texts: readonly string[];
  readonly repeats: number;
}

interface Timed {
  readonly seconds: number;
  readonly value: number;
}

const random = seededRandom('bench');
const tasks: readonly Task[] = [
  ...[300, 1_000, 3_000, 10_000].map((size) => {
    const oracle = diffLikeText(random, size);
    const texts = [editedText(random, oracle, 0.1), oracle];
    return ratioTask(`edited diff of ${size} characters`, texts, size);
  }),
  ratioTask(
    'unrelated diffs of 3000',
    [3_000, 3_000].map((size) => diffLikeText(random, size)),
    3_000,
  ),
  fileTask(2_000),
];

function ratioTask(name: string, texts: readonly string[], size: number): Task {
  return { name, kind: 'ratio', texts, repeats: size > 3_000 ? 1 : 3 };
}

function fileTask(lines: number): Task {
  const before = diffLikeText(random, lines * 40);
  const oracle = editedText(random, before, 0.002);
  const texts = [editedText(random, before, 0.002), oracle, before];
  return {
    name: `whole reward, file of ${Math.round(before.length / 1000)} kB`,
    kind: 'file',
    texts,
    repeats: 3,
  };
}

function timeDifflib(all: readonly Task[]): readonly Timed[] {
  const { pythonProgram } = readStackEnvironment();
  const printed = execFileSync(pythonProgram, [join(import.meta.dirname, 'difflib_timing.py')], {
    input: JSON.stringify(all),
    encoding: 'utf8',
    timeout: 240_000,
  });
  return JSON.parse(printed) as readonly Timed[];
}

async function measureOurs({ kind, texts, repeats }: Task): Promise<Timed> {
  const [predicted = '', oracle = '', before = ''] = texts;
  const judge = (): number =>
    kind === 'ratio' ? ratio(predicted, oracle) : rewardOf(before, predicted, oracle);
  for (let warmUp = 0; warmUp < 5; warmUp += 1) judge();
  return { value: judge(), seconds: await leastSeconds(repeats * ourRepeats, judge) };
}

function rewardOf(before: string, predicted: string, oracle: string): number {
  const context = { file: before };
  const [compared] = compareChanges(
    changesByPath(context, [['file', predicted]]),
    changesByPath(context, [['file', oracle]]),
  );
  return compared?.similarity ?? 1;
}

function perUnit(seconds: number): string {
  return seconds < 0.1 ? `${(seconds * 1000).toPrecision(2)} ms` : `${seconds.toPrecision(2)} s`;
}

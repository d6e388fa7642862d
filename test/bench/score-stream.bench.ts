import { openScorePool } from '@evoline/activities/reward/score-pool';
import { defaultRewardSetting } from '@evoline/domain/reward/reward-rule';
import { chooseReward } from '@evoline/domain/reward/reward-rules';
import type { Bench, BenchFigure } from './bench.ts';
import { type Rollouts, linesOf, madeUpRollouts } from './score-stream/rollouts.ts';
import { type StreamRun, runStream } from './score-stream/run-stream.ts';

/** A step of the paper's size in the score pool, and lines without end through `evoline reward score`. */
export const bench: Bench = {
  title: 'Scoring in threads and streams',
  async measure() {
    const step = madeUpRollouts({ groups: 32, filesPerItem: 2, fileCharacters: 10_000 }, 'step');
    const figures = [await memoryOfThread(step), ...stepInline(step)];
    for (const threads of [1, 2]) figures.push(...(await stepInPool(step, threads)));
    return [...figures, ...(await streams(step))];
  },
};

const reward = 'search-replace@1';
const rounds = 5;
const stepNote =
  '512 rollouts with two 10 kB files each, CPU time of all threads, items prepared anew';

/** The least of several rounds, each with tasks that no cache has seen. */
function stepInline(step: readonly Rollouts[]): readonly BenchFigure[] {
  const rule = chooseReward(reward);
  const least = Array.from({ length: rounds }, () => {
    const since = process.cpuUsage();
    for (const { task, outputs } of step) {
      const prepared = rule.prepare(task, defaultRewardSetting);
      for (const output of outputs) prepared.score(output);
    }
    return secondsSince(since);
  });
  const note = `${stepNote}; engine ${defaultRewardSetting.engine.name}`;
  return [{ figure: 'a step, in this thread', value: Math.min(...least), unit: 's', note }];
}

async function stepInPool(
  step: readonly Rollouts[],
  threads: number,
): Promise<readonly BenchFigure[]> {
  const pool = openScorePool({ threads });
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [since, cpuSince] = [performance.now(), process.cpuUsage()];
    const marked = step.map((group) => unseen(group, round));
    await Promise.all(marked.map((group) => pool.score({ reward, ...group })));
    wall.push((performance.now() - since) / 1000);
    cpu.push(secondsSince(cpuSince));
  }
  const { engine } = pool.stats().facts;
  await pool.close();
  const figure = `a step, in ${threads} thread${threads === 1 ? '' : 's'}`;
  const wallNote = `wall-clock; engine ${engine}; the first, cold: ${wall[0]?.toFixed(2)} s`;
  return [
    { figure: `${figure}, CPU`, value: Math.min(...cpu), unit: 's', note: stepNote },
    { figure, value: Math.min(...wall), unit: 's', note: wallNote },
  ];
}

/** What four threads take that have scored a step, over what they found. */
async function memoryOfThread(step: readonly Rollouts[]): Promise<BenchFigure> {
  const threads = 4;
  const before = process.memoryUsage.rss();
  const pool = openScorePool({ threads });
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(step.map((group) => pool.score({ reward, ...unseen(group, round) })));
  }
  const value = (process.memoryUsage.rss() - before) / threads / 1e6;
  await pool.close();
  const note = `resident, a ${threads}th of what ${threads} threads add, after ${rounds} steps`;
  return { figure: 'memory of a thread', value, unit: 'MB', note };
}

/** The same group under paths that a thread has not prepared. */
function unseen({ task, outputs }: Rollouts, round: number): Rollouts {
  const mark = (text: string): string => text.replaceAll('src/module_', `src/round_${round}_`);
  const marked = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([path, text]) => [mark(path), text]));
  return {
    task: {
      codeContext: marked(task.codeContext),
      oracleNewContent: marked(task.oracleNewContent),
    },
    outputs: outputs.map(mark),
  };
}

async function streams(step: readonly Rollouts[]): Promise<readonly BenchFigure[]> {
  const small = madeUpRollouts({ groups: 64, filesPerItem: 2, fileCharacters: 2_000 }, 'stream');
  const lines = linesOf(small);
  const figures: BenchFigure[] = [];
  for (const count of [1_000, 10_000, 100_000]) {
    const run = await runStream(lines, { count, threads: 2 });
    figures.push(...streamFigures(`${count} lines of ${kilobytes(lines)} kB, 2 threads`, run));
  }
  const one = await runStream(lines, { count: 10_000, threads: 1 });
  figures.push(...streamFigures(`10000 lines of ${kilobytes(lines)} kB, 1 thread`, one));
  const large = linesOf(step);
  const of512 = await runStream(large, { count: 512, threads: 2 });
  return [...figures, ...streamFigures(`512 lines of ${kilobytes(large)} kB, 2 threads`, of512)];
}

function streamFigures(what: string, run: StreamRun): readonly BenchFigure[] {
  const { answers, seconds, cpuSeconds, peakMegabytes } = run;
  const note = `${answers} answers in ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU, start included`;
  return [
    { figure: `reward score, ${what}`, value: answers / seconds, unit: 'lines/s', note },
    { figure: '… most memory', value: peakMegabytes, unit: 'MB' },
  ];
}

function kilobytes(lines: readonly string[]): number {
  return Math.round(lines.reduce((sum, line) => sum + line.length, 0) / lines.length / 1000);
}

function secondsSince(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

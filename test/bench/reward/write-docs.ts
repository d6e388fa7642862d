import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine } from '../machine.ts';
import { rewardReport } from './report.ts';
import type { RewardBench } from './run-bench.ts';
import { sizeBands } from './size-bands.ts';
import { type SpeedSeries, speedPicture } from './speed-picture.ts';

const docs = join(import.meta.dirname, '../../../docs');
const begin = '<!-- npm run bench reward: begin -->';
const end = '<!-- npm run bench reward: end -->';

const colours: Readonly<Record<string, string>> = {
  CPython: '#c53030',
  CyDifflib: '#c05621',
  typescript: '#2b6cb0',
  wasm: '#0b6e4f',
  'wasm-simd': '#553c9a',
};

/** Puts the table into docs/bench.md, between its two marks, and the picture beside it. */
export function writeRewardDocs(bench: RewardBench): void {
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  const file = join(docs, 'bench.md');
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/bench.md has no marks ${begin} and ${end}`);
  const report = rewardReport(bench, machine, date);
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${report}\n\n${text.slice(to)}`);
  const subtitle = `CPU time of one pair, mean of each size band; ${machine.processor}, ${date}`;
  const title = 'One comparison of two diffs, equal to the last bit';
  writeFileSync(join(docs, 'reward-speed.svg'), speedPicture(lines(bench), { title, subtitle }));
}

function lines({ mixed, large, engines }: RewardBench): readonly SpeedSeries[] {
  const bands = sizeBands([...mixed, ...large], engines);
  return ['CPython', 'CyDifflib', ...engines].map((name) => ({
    name,
    colour: colours[name] ?? '#1a202c',
    points: bands.flatMap(({ characters, seconds }) => {
      const here = seconds[name] ?? Number.NaN;
      return Number.isNaN(here) ? [] : [[characters, here] as const];
    }),
  }));
}

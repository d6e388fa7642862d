import { type RewardRule, defaultRewardCaps } from '@evoline/domain/reward/reward-rule';
import { searchReplace } from '@evoline/domain/reward/search-replace';
import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import type { PythonChild } from '../python-child.ts';
import { type CpuClock, cpuSecondsOf } from './cpu-clock.ts';
import type { RewardGroup } from './group-workload.ts';

/** CPU seconds of one group of outputs, the whole reward. */
export interface TimedGroup {
  readonly outputs: number;
  /** Characters of all files before the change. */
  readonly characters: number;
  /** By the name of the engine, one figure for each pass. */
  readonly engines: Readonly<Record<string, readonly number[]>>;
  /** The plain Python rule; undefined when its time was used up before. */
  readonly python: number | undefined;
  readonly isEqual: boolean;
}

export interface GroupTiming {
  readonly engines: readonly MatchEngine[];
  readonly python: PythonChild;
  readonly clock: CpuClock;
  readonly passes: number;
  readonly pythonSeconds: number;
  report(text: string): void;
}

/** Python and every engine take turns, group by group, in the (random) order of the groups. */
export async function timeGroups(
  groups: readonly RewardGroup[],
  timing: GroupTiming,
): Promise<readonly TimedGroup[]> {
  const timed: TimedGroup[] = [];
  let left = timing.pythonSeconds;
  warmUp(groups, timing.engines);
  for (const group of groups) {
    const plain = left > 0 ? await runPython(group, timing.python, left) : undefined;
    left -= plain?.seconds ?? left;
    const seconds: Record<string, number[]> = {};
    const values = new Set(plain === undefined ? [] : [JSON.stringify(plain.values)]);
    for (let pass = 0; pass < timing.passes; pass += 1) {
      for (const engine of timing.engines) {
        const run = (): unknown => values.add(JSON.stringify(scoreGroup(engine, group)));
        (seconds[engine.name] ??= []).push(cpuSecondsOf(timing.clock, run));
      }
    }
    const characters = Object.values(group.task.codeContext).join('').length;
    const outputs = group.outputs.length;
    const isEqual = values.size === 1;
    timed.push({ outputs, characters, engines: seconds, python: plain?.seconds, isEqual });
    if (timed.length % 8 === 0) timing.report(`${timed.length} of ${groups.length} groups`);
  }
  return timed;
}

/** What the paper's rule says of each output: a value, or the category of its fault. */
export function scoreGroup(
  engine: MatchEngine,
  { task, outputs }: RewardGroup,
  rule: RewardRule = searchReplace,
): readonly (number | string)[] {
  const prepared = rule.prepare(task, { engine, caps: defaultRewardCaps });
  return outputs.map((output) => {
    const said = prepared.score(output);
    if (said.outcome === 'fault') return said.category;
    return said.outcome === 'scored' ? said.value : said.reason;
  });
}

/** The compiler has seen everything before the first figure. */
function warmUp(groups: readonly RewardGroup[], engines: readonly MatchEngine[]): void {
  for (const engine of engines) for (const group of groups) scoreGroup(engine, group);
}

async function runPython(
  { task, outputs }: RewardGroup,
  python: PythonChild,
  limitSeconds: number,
): Promise<
  { readonly values: readonly (number | string)[]; readonly seconds: number } | undefined
> {
  const answer = await python.ask<{
    readonly values: readonly { readonly value: number; readonly fault?: string }[];
    readonly seconds: number;
    readonly late?: true;
  }>({
    act: 'reward',
    context: task.codeContext,
    oracle: task.oracleNewContent,
    outputs,
    limitSeconds,
  });
  if (answer.late) return undefined;
  return {
    values: answer.values.map(({ value, fault }) => fault ?? value),
    seconds: answer.seconds,
  };
}

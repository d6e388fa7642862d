import { PullRequestItem } from '@evoline/contract/mine';
import { GroupRecord } from '@evoline/contract/rollout';
import { replayPatch } from '@evoline/domain/mine/replay-patch';
import { rewardTask } from '@evoline/domain/reward/reward-task';
import { defaultRewardSetting } from '@evoline/domain/reward/reward-rule';
import { searchReplace } from '@evoline/domain/reward/search-replace';
import { parsePatch } from 'diff';
import { expect, test } from 'vitest';
import { sampleCompletion } from '../engine/sample-completion.ts';
import { EngineState } from '../engine/engine-state.ts';
import { generateBugTasks } from '../world/bug-task.ts';
import { paths } from '../world/vocabulary.ts';
import { aGroupRecord } from './a-group-record.ts';
import { answersToTask, scriptOfTasks } from './answers-to-task.ts';
import { itemOfTask } from './item-of-task.ts';

const tasks = generateBugTasks('train', 60, 0).map((task, index) => ({
  ...task,
  path: paths[index] ?? '',
}));

test('the item of a task fits the contract, and its patch replays', () => {
  for (const task of tasks) {
    const item = PullRequestItem.parse(itemOfTask(task));
    expect(replayPatch(parsePatch(item.patch), item.files)).toBeNull();
  }
});

test('the answers to a task get the rewards that they are named for', () => {
  for (const task of tasks) {
    const sides = rewardTask(itemOfTask(task));
    const prepared = searchReplace.prepare(sides, defaultRewardSetting);
    const rewardOf = (output: string) => {
      const outcome = prepared.score(output);
      return 'value' in outcome ? outcome.value : outcome;
    };
    const { exact, wrongFix, ...faulty } = answersToTask(task);
    expect(rewardOf(exact)).toBe(1);
    expect(rewardOf(wrongFix)).toBeGreaterThan(0);
    expect(rewardOf(wrongFix)).toBeLessThan(1);
    for (const output of Object.values(faulty)) expect(rewardOf(output)).toBe(-1);
  }
});

test('a group record fits the contract, and the engine double’s script knows its prompt', () => {
  const state = new EngineState('evoline-policy', 4096);
  state.script = scriptOfTasks(tasks, ({ exact }) => [exact]);
  for (const task of tasks) {
    const { exact } = answersToTask(task);
    const group = GroupRecord.parse(aGroupRecord(itemOfTask(task), [exact]));
    const { promptTokenIds, servedName: model } = group;
    const plan = { model, promptTokenIds, seed: 1, temperature: 1, maxTokens: 400 };
    expect(sampleCompletion(state, plan, 0).text).toBe(exact);
  }
});

import type { RunState, WaitingFor } from '@evoline/contract/steering';
import { describe, expect, it } from 'vitest';
import { refusalOfRetry } from './check-retry.ts';

const idle: RunState = {
  workflow: 'trainPolicy',
  runName: 'a',
  runId: 'a',
  stages: [{ stage: 'train', state: 'running', progress: '', detail: '' }],
  waiting: null,
  metrics: {},
  curve: [],
};
const waits = (stage: WaitingFor['stage']): RunState => ({
  ...idle,
  waiting: {
    workflowId: 'a',
    stage,
    code: 'x',
    reason: 'x',
    cure: 'x',
    attempt: 1,
    since: '',
    deadline: '',
  },
});

describe('a retry', () => {
  it.each([undefined, null, {}, { stage: 'train', queue: 'gpu-train.b', microBatch: 2 }])(
    'is taken as %j while stage train waits',
    (change) => {
      expect(refusalOfRetry(change, waits('train'))).toBeNull();
    },
  );

  it.each([
    [idle, {}, 'Nothing waits for a retry: train is running.'],
    [waits('train'), { stage: 'rollout' }, 'Stage train waits, not rollout.'],
    [waits('train'), { engine: 'b' }, 'engine changes nothing in stage train'],
    [waits('rollout'), { microBatch: 2 }, 'microBatch changes nothing in stage rollout'],
    [waits('reward'), { queue: 'b' }, 'nothing may be changed there'],
    [waits('train'), { seed: 2 }, '"seed"'],
    [waits('train'), { microBatch: 0 }, 'microBatch'],
    [waits('train'), [{}], 'expected object, received array'],
  ])('is refused with one sentence: %#', (state, change, sentence) => {
    const refusal = refusalOfRetry(change, state);
    expect(refusal).toContain(sentence);
    expect(refusal).not.toContain('\n');
  });
});

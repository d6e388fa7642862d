import type { RunState } from '@evoline/contract/steering';
import { expect, test } from 'vitest';
import { progressOf } from './run-progress.ts';

const running: RunState = {
  workflow: 'trainPolicy',
  runName: 'night',
  runId: 'r1',
  stages: [
    { stage: 'rollout', state: 'done', progress: '', detail: '' },
    { stage: 'train', state: 'running', progress: '12 of 80 updates', detail: '' },
    { stage: 'evaluate', state: 'planned', progress: '', detail: '' },
  ],
  waiting: null,
  metrics: {},
  curve: [{ step: 12, reward: 0.5, exact: 0.25 }],
};

test('a running stage shows its progress, a planned one nothing, the last point its exact share', () => {
  expect(progressOf(running)).toBe(
    'rollout done · train 12 of 80 updates · reward 0.50, exact 0.25',
  );
});

test('a waiting stage says why, what cures it, and the command that goes on', () => {
  const waiting = {
    workflowId: 'night/train',
    stage: 'train',
    code: 'trainer_died',
    reason: 'The trainer ended with SIGKILL.',
    cure: 'Free the GPU.',
    attempt: 1,
    since: '2026-11-21T10:00:00Z',
    deadline: '2026-11-24T10:00:00Z',
  } as const;
  const text = progressOf({ ...running, waiting });
  expect(text).toContain('train waits: The trainer ended with SIGKILL. Free the GPU.');
  expect(text).toContain('npx evoline retry night/train');
});

import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressLines } from './progress-lines.ts';

const stderr = () => new PassThrough();
const linesOf = (stream: PassThrough) => String(stream.read()).trimEnd().split('\n');

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a line is shown once, and long stretches of the same are told', () => {
  const stream = stderr();
  const lines = new ProgressLines({ stderr: stream });
  lines.show('train warm start');
  lines.show('train warm start');
  vi.advanceTimersByTime(31_000);
  lines.show('train 1 of 60 updates');
  lines.end();
  vi.advanceTimersByTime(60_000);
  expect(linesOf(stream)).toEqual([
    'train warm start',
    '  … the same for 15 s',
    '  … the same for 30 s',
    'train 1 of 60 updates',
  ]);
});

test('of lines that follow fast the last is told, also when it was the end', () => {
  const stream = stderr();
  const lines = new ProgressLines({ stderr: stream });
  for (const step of [1, 2, 3]) lines.show(`step ${step}`);
  vi.advanceTimersByTime(3_000);
  lines.show('step 4');
  lines.show('rollout waits');
  lines.end();
  expect(linesOf(stream)).toEqual(['step 1', 'step 3', 'rollout waits']);
});

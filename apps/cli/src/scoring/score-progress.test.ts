import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ScoreProgress } from './score-progress.ts';
import type { ScoredLine } from './scored-line.ts';

const scored = (
  outcome: 'scored' | 'fault' | 'excluded',
  ignored: readonly string[] = [],
): ScoredLine => ({
  answer: '{}',
  outcome,
  ignored,
});

function progressOn(isTTY: boolean) {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  return { progress: new ScoreProgress({ stderr }), told: () => String(stderr.read() ?? '') };
}

function note(progress: ScoreProgress, ...lines: readonly ScoredLine[]): void {
  for (const [index, line] of lines.entries()) if (line !== null) progress.note(index + 1, line);
}

afterEach(() => vi.restoreAllMocks());

describe('what reward score says on standard error', () => {
  it('is a count on a terminal, every two seconds, and a summary', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { progress, told } = progressOn(true);
    note(progress, scored('scored'), scored('fault'));
    for (const [milliseconds, shown] of [
      [1_999, ''],
      [2_001, '2 lines in 2.0 s'],
      [3_000, ''],
      [4_002, '2 lines in 4.0 s'],
    ] as const) {
      now.mockReturnValue(milliseconds);
      progress.show();
      expect(told()).toBe(shown === '' ? '' : `\r\u001b[K${shown}`);
    }
    progress.end();
    expect(told()).toContain('2 lines in 4.0 s: 1 scored, 1 at fault (-1), 0 excluded, 0 bad\n');
  });

  it('is nothing elsewhere as long as every line has a reward', () => {
    vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(60_000);
    const { progress, told } = progressOn(false);
    note(progress, scored('scored'), scored('fault'));
    progress.show();
    progress.end();
    expect(told()).toBe('');
  });

  it('counts what has no reward, names bad lines and unknown fields once', () => {
    const { progress, told } = progressOn(false);
    note(
      progress,
      scored('excluded', ['x']),
      { problem: 'not JSON' },
      scored('scored', ['x', 'y']),
    );
    progress.end();
    expect(told().split('\n')).toEqual([
      'evoline reward score: the field "x" is not known and is ignored',
      'evoline reward score: line 2: not JSON',
      'evoline reward score: the field "y" is not known and is ignored',
      expect.stringMatching(/: 3 lines in .* s: 1 scored, 0 at fault \(-1\), 1 excluded, 1 bad$/),
      '',
    ]);
    expect(progress.badLines).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { type MeasuredSample, stepMetrics } from './step-metrics.ts';

describe('stepMetrics', () => {
  it('counts rewards over scored samples and truncation over all', () => {
    const metrics = stepMetrics(
      [
        [sample(1, { exact: true }), sample(-1, { wellFormed: false, truncated: true })],
        [sample(0.5), sample(0.5)],
        [sample(null, { truncated: true }), sample(0.5)],
      ],
      2,
    );
    expect(metrics).toEqual({
      reward: 0.3,
      wellFormed: 0.8,
      exact: 0.2,
      zeroVarianceGroups: 2 / 3,
      truncated: 2 / 6,
      excluded: 3,
    });
  });

  it('says null where nothing was counted, never a fake zero', () => {
    expect(stepMetrics([], 8)).toEqual({
      reward: null,
      wellFormed: null,
      exact: null,
      zeroVarianceGroups: null,
      truncated: null,
      excluded: 8,
    });
    expect(stepMetrics([[sample(null)]], 0)).toMatchObject({ reward: null, truncated: 0 });
  });
});

function sample(reward: number | null, facts: Partial<MeasuredSample> = {}): MeasuredSample {
  return { reward, wellFormed: true, exact: false, truncated: false, ...facts };
}

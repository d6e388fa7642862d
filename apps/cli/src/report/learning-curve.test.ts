import { expect, test } from 'vitest';
import { type CurvePoint, intervalsSeparate } from './learning-curve.ts';
import { learningCurveSvg } from './learning-curve-svg.ts';
import { learningCurveText } from './learning-curve-text.ts';

function point(step: number, mean: number, halfWidth = 0.1): CurvePoint {
  const around = (value: number) => ({
    mean: value,
    low: value - halfWidth,
    high: value + halfWidth,
    items: 128,
  });
  return {
    step,
    sampledReward: around(mean),
    sampledExact: around(0.4),
    greedyExact: around(0.8),
  };
}

test('a curve has risen only when the last interval lies wholly above the first', () => {
  expect(intervalsSeparate([point(0, 0), point(60, 0.5)])).toBe(true);
  expect(intervalsSeparate([point(0, 0), point(60, 0.15)])).toBe(false);
  expect(intervalsSeparate([point(0, 0)])).toBe(false);
});

test('the picture draws reward, exact share at T=1 and greedy exact share at every evaluated update', () => {
  const svg = learningCurveSvg([point(0, -0.2), point(20, 0.6), point(60, 0.7)], 'a <run>');
  expect(svg.match(/<circle/g)).toHaveLength(9);
  expect(svg.match(/<polyline/g)).toHaveLength(3);
  expect(svg).toContain('a &#60;run&#62;');
});

test('the terminal curve moves its mark to the right as the reward rises', () => {
  const lines = learningCurveText([point(0, -0.5), point(60, 0.7)]).split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]?.indexOf('█')).toBeLessThan(lines[2]?.indexOf('█') ?? 0);
});

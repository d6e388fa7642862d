import type { Estimate } from '@evoline/contract/evaluate';

/** One evaluated policy version: held-out scores after `step` updates. */
export interface CurvePoint {
  readonly step: number;
  readonly sampledReward: Estimate;
  readonly sampledExact: Estimate;
  readonly greedyExact: Estimate;
}

export interface CurveSeries {
  readonly name: string;
  readonly colour: string;
  readonly dashed: boolean;
  readonly at: (point: CurvePoint) => Estimate;
}

/** Exactness is always drawn beside reward: the similarity reward can rise while exact falls. */
export const curveSeries: readonly CurveSeries[] = [
  {
    name: 'reward, samples at T=1',
    colour: '#0b6e4f',
    dashed: false,
    at: (point) => point.sampledReward,
  },
  {
    name: 'exact share, samples at T=1',
    colour: '#c05621',
    dashed: false,
    at: (point) => point.sampledExact,
  },
  {
    name: 'exact share, greedy',
    colour: '#718096',
    dashed: true,
    at: (point) => point.greedyExact,
  },
];

/** Whether the last point's 95 % interval of T=1 reward lies wholly above the first point's. */
export function intervalsSeparate(points: readonly CurvePoint[]): boolean {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return false;
  return last.sampledReward.low > first.sampledReward.high;
}

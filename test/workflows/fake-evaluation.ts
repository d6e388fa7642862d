import type { RewardActivities } from '@evoline/contract/activities';
import { digestOf } from './fake-digest.ts';

/** Rewards that rise with the step of the policy version. */
export function fakeEvaluation(): Pick<RewardActivities, 'summariseEvaluation'> {
  return {
    async summariseEvaluation({ policyVersion, baselineEvaluation }) {
      const step = Number(policyVersion.split(':').at(-1));
      const estimate = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.1, items: 2 });
      const scores = {
        reward: estimate(step / 10),
        wellFormed: estimate(0.9),
        exact: estimate(step / 20),
      };
      const difference = estimate(0.1);
      return {
        evaluationId: `evaluation of ${policyVersion}`,
        policyVersion,
        step,
        weightsDigest: digestOf(policyVersion),
        datasetVersion: digestOf('dataset'),
        split: 'held-out',
        items: 2,
        excluded: {},
        greedy: scores,
        sampled: scores,
        comparison:
          baselineEvaluation === null
            ? null
            : {
                baselineEvaluation,
                items: 2,
                sampledReward: difference,
                sampledExact: difference,
                greedyReward: difference,
                greedyExactGained: 1,
                greedyExactLost: 0,
                mcnemarP: 1,
              },
      };
    },
  };
}

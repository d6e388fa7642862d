import type { LossConfig } from '@evoline/contract/loss';
import { describe, expect, it } from 'vitest';
import { resolvePreset } from './presets.ts';
import { refusals, requireCapable } from './trainer-capabilities.ts';
import type { TrainerCapabilities } from './trainer-capabilities.ts';
import { trlCapabilities } from './trl-capabilities.ts';

/** What every batch of today is trained with. */
const today: LossConfig = {
  lossType: 'dapo',
  epsilonLow: 0.2,
  epsilonHigh: 0.2,
  kl: null,
  samplerCorrection: { kind: 'clip' },
  advantageScale: 'group-deviation',
  zeroVarianceGroups: 'count',
  overlongSamples: 'train',
};
const everything: TrainerCapabilities = {
  trainer: 'the reference trainer',
  lossTypes: ['dapo', 'grpo', 'dr_grpo'],
  kl: ['k3 in the loss', 'k1 in the reward'],
  samplerCorrections: ['clip', 'truncate'],
  advantageScales: ['group-deviation', 'none'],
  zeroVarianceGroups: ['count', 'refill'],
  overlongSamples: ['train', 'mask'],
};
const paper = { learningRate: 1e-6, epsilon: 0.2, temperature: 1 };

function refusedFields(loss: LossConfig): string[] {
  return refusals(loss, trlCapabilities).map(({ field }) => field);
}

describe('capabilities', () => {
  it('a loss that the trainer computes is not refused', () => {
    expect(refusedFields(today)).toEqual([]);
    expect(() => requireCapable(today, trlCapabilities)).not.toThrow();
    const { loss } = resolvePreset('swe-rl-paper', { ...paper, klCoefficient: 0 });
    expect(refusedFields(loss)).toEqual([]);
  });

  it('every setting that would be ignored is named', () => {
    expect(refusedFields(resolvePreset('dapo').loss)).toEqual([
      'samplerCorrection',
      'zeroVarianceGroups',
      'overlongSamples',
    ]);
    expect(refusedFields(resolvePreset('dr-grpo').loss)).toEqual([
      'samplerCorrection',
      'advantageScale',
    ]);
    const { loss } = resolvePreset('swe-rl-paper', { ...paper, klCoefficient: 0.04 });
    expect(refusedFields(loss)).toEqual(['kl']);
    const kl = { place: 'reward', coefficient: 0.1, estimator: 'k1' } as const;
    expect(refusedFields({ ...today, kl })).toEqual(['kl']);
  });

  it('the refusal says what is possible instead', () => {
    const loss: LossConfig = { ...today, overlongSamples: 'mask' };
    expect(() => requireCapable(loss, trlCapabilities)).toThrow(
      'overlongSamples: TRL would ignore "mask" (possible: train)',
    );
    const kl = { place: 'loss', coefficient: 0.1, estimator: 'k2', weighted: true } as const;
    expect(() => requireCapable({ ...today, kl }, trlCapabilities)).toThrow(
      'kl: TRL would ignore "k2 in the loss" (leave it out)',
    );
  });

  it('a trainer that can everything refuses nothing', () => {
    for (const name of ['grpo', 'dr-grpo', 'dapo'] as const) {
      expect(refusals(resolvePreset(name).loss, everything)).toEqual([]);
    }
  });
});

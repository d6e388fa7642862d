import { LossType } from '@evoline/contract/train';
import type { TrainerCapabilities } from './trainer-capabilities.ts';

/**
 * TRL on frozen batches, as packages/policy runs it. TRL's own KL is k3 in the loss, but no batch
 * holds a reference's log-probabilities, nor those of the policy before the update.
 */
export const trlCapabilities: TrainerCapabilities = {
  trainer: 'TRL',
  lossTypes: LossType.options,
  kl: [],
  samplerCorrections: ['clip'],
  advantageScales: ['group-deviation'],
  zeroVarianceGroups: ['count'],
  overlongSamples: ['train'],
};

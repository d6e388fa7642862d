import { EvolineFailure } from '@evoline/contract/failures';
import type { KlEstimator, LossConfig } from '@evoline/contract/loss';

/** An estimator of KL and where it enters. */
type KlPlaced = `${KlEstimator} in the ${'loss' | 'reward'}`;

/**
 * What a trainer, with what freezes its batches, does as it is told. Whatever is not listed would
 * be ignored without a word, so it is refused.
 */
export interface TrainerCapabilities {
  readonly trainer: string;
  readonly lossTypes: readonly LossConfig['lossType'][];
  readonly kl: readonly KlPlaced[];
  readonly samplerCorrections: readonly LossConfig['samplerCorrection']['kind'][];
  readonly advantageScales: readonly LossConfig['advantageScale'][];
  readonly zeroVarianceGroups: readonly LossConfig['zeroVarianceGroups'][];
  readonly overlongSamples: readonly LossConfig['overlongSamples'][];
}

/** One setting that a trainer would ignore. */
export interface Refusal {
  /** Name in the loss configuration. */
  readonly field: string;
  readonly value: string;
  readonly possible: readonly string[];
}

/** Every setting of a loss that the trainer would ignore; empty when it does as it is told. */
export function refusals(loss: LossConfig, can: TrainerCapabilities): Refusal[] {
  const settings: readonly (Refusal | null)[] = [
    { field: 'lossType', value: loss.lossType, possible: can.lossTypes },
    klSetting(loss.kl, can),
    {
      field: 'samplerCorrection',
      value: loss.samplerCorrection.kind,
      possible: can.samplerCorrections,
    },
    { field: 'advantageScale', value: loss.advantageScale, possible: can.advantageScales },
    {
      field: 'zeroVarianceGroups',
      value: loss.zeroVarianceGroups,
      possible: can.zeroVarianceGroups,
    },
    { field: 'overlongSamples', value: loss.overlongSamples, possible: can.overlongSamples },
  ];
  return settings.flatMap((setting) =>
    setting === null || setting.possible.includes(setting.value) ? [] : [setting],
  );
}

/** @throws EvolineFailure input_invalid naming every field that the trainer would ignore */
export function requireCapable(loss: LossConfig, can: TrainerCapabilities): void {
  const refused = refusals(loss, can);
  if (refused.length === 0) return;
  throw new EvolineFailure(
    'input_invalid',
    refused.map((refusal) => refusalText(refusal, can.trainer)).join('; '),
  );
}

function klSetting(kl: LossConfig['kl'], can: TrainerCapabilities): Refusal | null {
  if (kl === null) return null;
  return { field: 'kl', value: `${kl.estimator} in the ${kl.place}`, possible: can.kl };
}

function refusalText({ field, value, possible }: Refusal, trainer: string): string {
  const instead = possible.length === 0 ? 'leave it out' : `possible: ${possible.join(', ')}`;
  return `${field}: ${trainer} would ignore "${value}" (${instead})`;
}

import { EvolineFailure } from '@evoline/contract/failures';
import type { LossConfig, LossPreset, PresetValues } from '@evoline/contract/loss';

/** A preset with every number in its place. */
export interface ResolvedPreset {
  readonly preset: LossPreset;
  readonly loss: LossConfig;
  readonly learningRate: number;
  /** Sampling and loss must agree on it. */
  readonly temperature: number;
}

type Demanded = keyof PresetValues;

interface Preset {
  /** Where the loss was published. */
  readonly source: string;
  readonly loss: Omit<LossConfig, 'epsilonLow' | 'epsilonHigh' | 'kl'>;
  /** How KL enters when its coefficient is not 0. */
  readonly kl: { readonly estimator: 'k3'; readonly weighted: boolean };
  readonly values: PresetValues;
  /** What was not published: nobody may claim the preset's name without having chosen it. */
  readonly demanded: readonly Demanded[];
}

/** Weights above this are cut off; the value of most trainers that correct per token. */
const usualCap = 2;

const usualValues = { learningRate: 1e-6, temperature: 1, epsilon: 0.2 };

const truncated = { kind: 'truncate', cap: usualCap } as const;

/** Each preset as data. Numbers that a source does not give are the usual ones of today's trainers. */
export const presets: Readonly<Record<LossPreset, Preset>> = {
  'swe-rl-paper': {
    source: 'SWE-RL, arXiv 2502.18449, section 2.1',
    // Written per sequence; how tokens are averaged, groups of zero variance and overlong answers
    // treated is not described: this is the reading nearest to DeepSeekMath.
    loss: {
      lossType: 'grpo',
      samplerCorrection: { kind: 'clip' },
      advantageScale: 'group-deviation',
      zeroVarianceGroups: 'count',
      overlongSamples: 'train',
    },
    kl: { estimator: 'k3', weighted: false },
    values: {},
    demanded: ['learningRate', 'klCoefficient', 'epsilon', 'temperature'],
  },
  grpo: {
    source: 'DeepSeekMath, arXiv 2402.03300, section 4.1',
    loss: {
      lossType: 'grpo',
      samplerCorrection: truncated,
      advantageScale: 'group-deviation',
      zeroVarianceGroups: 'count',
      overlongSamples: 'train',
    },
    kl: { estimator: 'k3', weighted: false },
    values: { ...usualValues, klCoefficient: 0.04 },
    demanded: [],
  },
  'dr-grpo': {
    source: 'Understanding R1-Zero-Like Training, arXiv 2503.20783, section 3',
    loss: {
      lossType: 'dr_grpo',
      samplerCorrection: truncated,
      advantageScale: 'none',
      zeroVarianceGroups: 'count',
      overlongSamples: 'train',
    },
    kl: { estimator: 'k3', weighted: true },
    values: { ...usualValues, klCoefficient: 0 },
    demanded: [],
  },
  dapo: {
    source: 'DAPO, arXiv 2503.14476, section 3',
    loss: {
      lossType: 'dapo',
      samplerCorrection: truncated,
      advantageScale: 'group-deviation',
      zeroVarianceGroups: 'refill',
      overlongSamples: 'mask',
    },
    kl: { estimator: 'k3', weighted: true },
    values: { ...usualValues, epsilonHigh: 0.28, klCoefficient: 0 },
    demanded: [],
  },
};

/**
 * The full configuration of a preset. A value that was given wins over the preset's own; a given
 * `epsilon` is both sides unless `epsilonHigh` is given too.
 *
 * @throws EvolineFailure input_invalid naming each value that the preset demands and nobody gave
 */
export function resolvePreset(name: LossPreset, given: PresetValues = {}): ResolvedPreset {
  const preset = presets[name];
  requireDemanded(name, preset.demanded, given);
  const own = preset.values;
  const epsilonLow = settled(name, 'epsilon', given.epsilon ?? own.epsilon);
  const epsilonHigh = given.epsilonHigh ?? given.epsilon ?? own.epsilonHigh ?? epsilonLow;
  const coefficient = settled(name, 'klCoefficient', given.klCoefficient ?? own.klCoefficient);
  return {
    preset: name,
    loss: {
      ...preset.loss,
      epsilonLow,
      epsilonHigh,
      kl: coefficient === 0 ? null : { place: 'loss', coefficient, ...preset.kl },
    },
    learningRate: settled(name, 'learningRate', given.learningRate ?? own.learningRate),
    temperature: settled(name, 'temperature', given.temperature ?? own.temperature),
  };
}

function requireDemanded(
  name: LossPreset,
  demanded: readonly Demanded[],
  given: PresetValues,
): void {
  const missing = demanded.filter((field) => given[field] === undefined);
  if (missing.length > 0) throw missingValues(name, missing);
}

function settled(name: LossPreset, field: Demanded, value: number | undefined): number {
  if (value === undefined) throw missingValues(name, [field]);
  return value;
}

function missingValues(name: LossPreset, missing: readonly Demanded[]): EvolineFailure {
  return new EvolineFailure(
    'input_invalid',
    `preset ${name}: ${missing.join(', ')} must be given, ${presets[name].source} does not say`,
  );
}

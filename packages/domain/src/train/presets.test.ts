import { EvolineFailure } from '@evoline/contract/failures';
import { LossConfig, LossPreset, PresetValues } from '@evoline/contract/loss';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets, resolvePreset } from './presets.ts';

/** What the paper leaves open, chosen by somebody. */
const chosen = { learningRate: 2e-6, klCoefficient: 0.01, epsilon: 0.1, temperature: 0.8 };

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof EvolineFailure && error.code === 'input_invalid') return error.message;
    throw error;
  }
  throw new Error('did not fail');
}

describe('resolvePreset', () => {
  it.each(LossPreset.options)('%s resolves to a complete loss', (name) => {
    const { preset, loss, learningRate, temperature } = resolvePreset(name, chosen);
    expect(LossConfig.parse(loss)).toEqual(loss);
    expect({ preset, learningRate, temperature }).toEqual({
      preset: name,
      learningRate: 2e-6,
      temperature: 0.8,
    });
    expect(presets[name].source).toContain('arXiv');
  });

  it('the paper demands what it did not publish, and each missing value is named', () => {
    expect(messageOf(() => resolvePreset('swe-rl-paper'))).toContain(
      'learningRate, klCoefficient, epsilon, temperature must be given',
    );
    for (const field of presets['swe-rl-paper'].demanded) {
      const message = messageOf(() =>
        resolvePreset('swe-rl-paper', { ...chosen, [field]: undefined }),
      );
      expect(message).toContain(`swe-rl-paper: ${field} must be given`);
    }
  });

  it('the paper clips the ratio to the sampler and averages over each answer first', () => {
    expect(resolvePreset('swe-rl-paper', chosen).loss).toEqual({
      lossType: 'grpo',
      epsilonLow: 0.1,
      epsilonHigh: 0.1,
      kl: { place: 'loss', coefficient: 0.01, estimator: 'k3', weighted: false },
      samplerCorrection: { kind: 'clip' },
      advantageScale: 'group-deviation',
      zeroVarianceGroups: 'count',
      overlongSamples: 'train',
    });
    expect(resolvePreset('swe-rl-paper', { ...chosen, klCoefficient: 0 }).loss.kl).toBeNull();
  });

  it('DAPO clips higher above, refills, and masks what was cut off', () => {
    expect(resolvePreset('dapo').loss).toMatchObject({
      lossType: 'dapo',
      epsilonLow: 0.2,
      epsilonHigh: 0.28,
      kl: null,
      zeroVarianceGroups: 'refill',
      overlongSamples: 'mask',
    });
  });

  it('Dr. GRPO divides neither by the deviation nor by an answer’s own length', () => {
    expect(resolvePreset('dr-grpo').loss).toMatchObject({
      lossType: 'dr_grpo',
      advantageScale: 'none',
      kl: null,
    });
  });

  it.each(['grpo', 'dr-grpo', 'dapo'] as const)(
    '%s corrects for the sampler per token unless it is the paper',
    (name) => {
      const { samplerCorrection } = resolvePreset(name).loss;
      expect(samplerCorrection).toEqual({ kind: 'truncate', cap: 2 });
    },
  );

  it('what is given wins, and one epsilon is both sides', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LossPreset.options),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.option(fc.double({ min: 0.01, max: 0.9, noNaN: true }), { nil: undefined }),
        (name, epsilon, epsilonHigh) => {
          const given = PresetValues.parse({ ...chosen, epsilon, epsilonHigh });
          const { loss } = resolvePreset(name, given);
          expect([loss.epsilonLow, loss.epsilonHigh]).toEqual([epsilon, epsilonHigh ?? epsilon]);
        },
      ),
    );
  });
});

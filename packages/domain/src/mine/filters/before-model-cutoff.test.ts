import { expect, it } from 'vitest';
import { ask, origin } from '../../../test/filter-facts.ts';
import { beforeModelCutoff } from './before-model-cutoff.ts';

it('keeps what was merged after the day of the cut-off, and never what nobody can date', () => {
  const at = (mergedAt: string | null) =>
    ask(beforeModelCutoff, 'origin', origin({ candidate: { mergedAt } }), {
      modelCutoff: '2024-06-30',
    });
  expect(at('2024-06-30T23:59:59Z')).toBe('merged 2024-06-30, cut-off 2024-06-30');
  expect(at('2024-07-01T00:00:00Z')).toBeNull();
  expect(at(null)).toContain('not known');
  expect(ask(beforeModelCutoff, 'origin', origin({ candidate: { mergedAt: null } }))).toBeNull();
});

import { expect, it } from 'vitest';
import { ask, origin } from '../../../test/filter-facts.ts';
import { notMerged } from './not-merged.ts';

it('keeps merged pull requests only', () => {
  expect(ask(notMerged, 'origin', origin())).toBeNull();
  expect(ask(notMerged, 'origin', origin({ candidate: { merged: false } }))).not.toBeNull();
});

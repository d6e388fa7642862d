import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { licenceNotAllowed } from './licence-not-allowed.ts';

const licensed = (spdx: string | null, path: string | null = 'LICENSE') => ({
  licence: { spdx, path, confidence: spdx === null ? 0 : 1 },
});

it('allows what is on the list, one of several to choose from, and all of several that hold together', () => {
  for (const spdx of ['MIT', 'Apache-2.0 OR MIT', 'GPL-3.0 OR MIT', 'BSD-3-Clause AND MIT']) {
    expect([spdx, ask(licenceNotAllowed, 'root', licensed(spdx))]).toEqual([spdx, null]);
  }
  expect(ask(licenceNotAllowed, 'root', licensed('GPL-3.0'))).toBe('GPL-3.0 in LICENSE');
  expect(ask(licenceNotAllowed, 'root', licensed('GPL-3.0 AND MIT'))).not.toBeNull();
  expect(ask(licenceNotAllowed, 'root', licensed('MIT'), { licences: ['ISC'] })).not.toBeNull();
});

it('keeps or drops what is not known, as told', () => {
  expect(ask(licenceNotAllowed, 'root', licensed(null, null))).toBeNull();
  const drop = { unknownLicence: 'drop' as const };
  expect(ask(licenceNotAllowed, 'root', licensed(null, null), drop)).toBe('no licence file');
  expect(ask(licenceNotAllowed, 'root', licensed(null), drop)).toBe('not recognised: LICENSE');
});

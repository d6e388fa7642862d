import { expect, it } from 'vitest';
import { isAllowed, isLicenceFile, licenceOfFiles } from './licence-files.ts';
import { licenceMarks } from './licence-marks.ts';

const text = (spdx: string) =>
  licenceMarks.find((marks) => marks.spdx === spdx)?.phrases.join('\n') ?? '';
const of = (files: Readonly<Record<string, string>>) =>
  licenceOfFiles(Object.entries(files).map(([name, content]) => ({ name, text: content })));

it('reads one file', () => {
  expect(of({ LICENSE: text('MIT') })).toEqual({ spdx: 'MIT', path: 'LICENSE', confidence: 1 });
});

it('takes files that are called after licences for a choice', () => {
  const two = of({ 'LICENSE-MIT': text('MIT'), 'LICENSE-APACHE': text('Apache-2.0') });
  expect(two).toMatchObject({ spdx: 'Apache-2.0 OR MIT', path: 'LICENSE-APACHE, LICENSE-MIT' });
  const pointed = of({
    COPYING: 'You may use this under the terms of either license.',
    'LICENSE.a': text('MIT'),
    'LICENSE.b': text('GPL-3.0'),
  });
  expect(pointed.spdx).toBe('MIT OR GPL-3.0');
});

it('takes other files together, and is unsure of a long text that it does not know', () => {
  expect(of({ LICENSE: text('MIT'), COPYING: text('GPL-2.0') }).spdx).toBe('GPL-2.0 AND MIT');
  expect(of({ LICENSE: text('MIT'), COPYING: 'our own terms '.repeat(100) }).spdx).toBeNull();
  expect(of({ LICENSE: 'All rights reserved.' })).toEqual({
    spdx: null,
    path: 'LICENSE',
    confidence: 0,
  });
  expect(licenceOfFiles([])).toEqual({ spdx: null, path: null, confidence: 0 });
});

it('allows a choice of which one is allowed, and of several that hold all', () => {
  expect(isAllowed('GPL-3.0 OR MIT', ['mit'])).toBe(true);
  expect(isAllowed('GPL-3.0 AND MIT', ['MIT'])).toBe(false);
  expect(isAllowed('Apache-2.0 AND MIT OR GPL-3.0', ['MIT', 'Apache-2.0'])).toBe(true);
});

it('tells licence files from code and from licences of others', () => {
  for (const name of [
    'LICENSE',
    'licence.md',
    'COPYING',
    'LICENSE-MIT',
    'UNLICENSE',
    'MIT-LICENSE',
    'License.txt',
  ]) {
    expect([name, isLicenceFile(name)]).toEqual([name, true]);
  }
  for (const name of [
    'license.py',
    'LICENSE-3RD-PARTY.md',
    'licenses.json',
    'LICENSE_HEADER',
    'README.md',
  ]) {
    expect([name, isLicenceFile(name)]).toEqual([name, false]);
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { detectLicence } from './detect-licence.ts';
import { licenceMarks } from './licence-marks.ts';

/** As long as the standard text, with its phrases among other words. */
const textOf = ({ phrases, words }: (typeof licenceMarks)[number]) => {
  const told = phrases.join('.\n\n  ').toUpperCase();
  const rest = Math.max(0, words - told.split(/\s+/).length);
  return `${told}\n${'lorem '.repeat(rest)}`;
};

it.each(licenceMarks.map((marks) => [marks.spdx, marks] as const))(
  'knows %s and no other',
  (spdx, marks) => {
    expect(detectLicence(textOf(marks))).toEqual({ spdx: [spdx], confidence: 1 });
  },
);

it('knows the licence of this repository from its file', () => {
  const own = readFileSync(join(import.meta.dirname, '../../../../../LICENSE'), 'utf8');
  expect(detectLicence(own)).toEqual({ spdx: ['Apache-2.0'], confidence: 1 });
});

it('is less sure where much stands beside a licence', () => {
  const [mit] = licenceMarks;
  const { spdx, confidence } = detectLicence(
    `${textOf(mit as never)} ${'and further terms '.repeat(200)}`,
  );
  expect(spdx).toEqual(['MIT']);
  expect(confidence).toBeLessThan(0.5);
});

it('does not know a text of anybody', () => {
  expect(detectLicence('All rights reserved. Ask Ada.')).toEqual({ spdx: [], confidence: 0 });
});

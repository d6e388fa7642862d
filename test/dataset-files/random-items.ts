import { itemFormat, LinkKind, type PullRequestItem } from '@evoline/contract/mine';
import { contentDigest } from '@evoline/domain/content-digest';
import fc from 'fast-check';

/** Every code unit but what PostgreSQL keeps out of its texts; half surrogates and byte order marks too. */
const wildText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.constantFrom('\ufeff', '\ud800', '\udc00', '\r\n', '\u2028', 'é', '😀', '"', '\\'), {
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
);
const titleText = wildText.map((text) => text.replaceAll('\0', ''));
const sha = fc.integer({ min: 0 }).map((seed) => contentDigest(seed).slice(0, 40));
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });

const issue = fc.record({
  repository: fc.constantFrom('o/a', 'other/b'),
  number: fc.integer({ min: 1 }),
  kind: fc.constantFrom(...LinkKind.options),
  crossRepository: fc.boolean(),
  title: orNull(wildText),
  body: orNull(wildText),
  createdAt: orNull(fc.constantFrom('2025-12-31T23:59:59Z', '2025-12-31T23:59:59.120Z')),
  textAsOf: orNull(fc.constant('2025-12-31T23:59:59Z')),
});

const path = fc.constantFrom('a.py', 'src/ü.ts', 'tests/test_a.py', 'with space.c');
const file = fc.record({
  path,
  previousPath: orNull(path),
  status: fc.constantFrom('added' as const, 'modified' as const, 'removed' as const),
  before: orNull(wildText),
  after: orNull(wildText),
});

/** A pull request that could be mined, with texts that nobody would write. */
export const randomItem: fc.Arbitrary<PullRequestItem> = fc.record({
  format: fc.constant(itemFormat),
  repository: fc.constantFrom('o/a', 'o/B', 'o/a-b', 'z/z'),
  number: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  title: titleText,
  body: wildText,
  mergedAt: orNull(
    fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z', '2026-01-01T02:00:00+02:00'),
  ),
  baseTip: sha,
  mergeBase: sha,
  head: sha,
  landed: sha,
  landing: fc.constantFrom('merge' as const, 'squash' as const, 'rebase' as const),
  author: fc.record({
    kind: fc.constantFrom('human' as const, 'mixed' as const),
    evidence: fc.array(wildText, { maxLength: 3 }),
  }),
  licence: fc.record({
    spdx: orNull(fc.constantFrom('MIT', 'Apache-2.0 OR MIT')),
    path: orNull(fc.constant('LICENSE, COPYING')),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  language: orNull(fc.constantFrom('Python', 'C++')),
  issues: fc.array(issue, { maxLength: 3 }),
  files: fc.array(file, { maxLength: 3 }),
  context: fc.array(fc.record({ path, content: wildText }), { maxLength: 2 }),
  contextBy: fc.record({
    method: fc.constantFrom('none', 'retrieval@1'),
    model: orNull(fc.constant('a-model')),
  }),
  patch: wildText,
});

/** Several, no two of the same number in a repository. */
export const randomItems = fc.uniqueArray(randomItem, {
  minLength: 1,
  maxLength: 12,
  selector: ({ repository, number }) => `${repository}#${number}`,
});

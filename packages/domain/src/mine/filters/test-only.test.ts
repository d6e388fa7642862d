import { expect, it } from 'vitest';
import { ask, change, changed } from '../../../test/filter-facts.ts';
import { testOnly } from './test-only.ts';

const asked = (...paths: string[]) =>
  ask(
    testOnly,
    'change',
    change(changed(Object.fromEntries(paths.map((path) => [path, ['x', 'y']])))),
  );

it('refuses changes whose only code is tests', () => {
  expect(asked('tests/test_a.py', 'CHANGES.md')).toBe('tests/test_a.py');
  for (const path of [
    'a_test.go',
    'src/a.spec.ts',
    'src/__tests__/a.js',
    'A/FooTest.java',
    'Lib.Tests/A.cs',
  ]) {
    expect([path, asked(path)]).toEqual([path, path]);
  }
});

it('does not take parts of words for tests', () => {
  for (const path of [
    'src/contest.py',
    'latest/a.py',
    'attestation.go',
    'src/protest/a.ts',
    'Greatest.java',
  ]) {
    expect([path, asked(path)]).toEqual([path, null]);
  }
  expect(asked('tests/a.py', 'src/a.py')).toBeNull();
  expect(asked('README.md')).toBeNull();
});

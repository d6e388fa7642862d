import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { authorKey } from './author-key.ts';

test('a login is the same person however it is spelled, and is not kept itself', () => {
  const key = authorKey('OctoCat');
  expect(key).toBe(createHash('sha256').update('octocat').digest('hex'));
  expect(authorKey(' octocat ')).toBe(key);
});

test('nobody has no key', () => {
  expect(authorKey('')).toBeNull();
});

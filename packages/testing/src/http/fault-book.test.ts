import { expect, test } from 'vitest';
import { FaultBook } from './fault-book.ts';

test('a fault waits for its path, skips, strikes so many times and is then gone', () => {
  const book = new FaultBook<string>();
  book.plan({ path: '^/graphql$', skip: 1, times: 2, answer: 'down' });
  expect(book.take('/repos/a/b')).toBeNull();
  const answers = [1, 2, 3, 4].map(() => book.take('/graphql'));
  expect(answers).toEqual([null, 'down', 'down', null]);
});

test('a fault without end lasts until the book is cleared', () => {
  const book = new FaultBook<string>();
  book.plan({ times: null, answer: 'down' });
  expect([book.take('/a'), book.take('/b'), book.take('/c')]).toEqual(['down', 'down', 'down']);
  book.clear();
  expect(book.take('/a')).toBeNull();
});

import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { notUtf8 } from './not-utf8.ts';

it('refuses names and contents that are no UTF-8', () => {
  const text = { kind: 'text' as const, text: '' };
  expect(ask(notUtf8, 'contents', { contents: [text, { kind: 'not_utf8' }] })).toBe(
    'the content of a file',
  );
  expect(ask(notUtf8, 'contents', { contents: [text] })).toBeNull();
  const named = (path: string | null) => ({
    path,
    previousPath: null,
    status: 'added' as const,
    oldMode: '000000',
    newMode: '100644',
    oldBlob: null,
    newBlob: '1',
  });
  expect(ask(notUtf8, 'paths', { found: [named('a'), named(null)], hasRenames: true })).toBe(
    'the name of a file',
  );
  expect(ask(notUtf8, 'paths', { found: [named('a')], hasRenames: true })).toBeNull();
});

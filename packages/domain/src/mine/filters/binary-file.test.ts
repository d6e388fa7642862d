import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { binaryFile } from './binary-file.ts';

it('refuses contents that are binary to git', () => {
  expect(ask(binaryFile, 'contents', { contents: [{ kind: 'not_utf8' }] })).toBeNull();
  expect(
    ask(binaryFile, 'contents', { contents: [{ kind: 'not_utf8' }, { kind: 'binary' }] }),
  ).not.toBeNull();
});

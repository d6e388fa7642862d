import { expect, it } from 'vitest';
import { readItemRecord } from './item-record.ts';

it('says of an item of an earlier format what to do', () => {
  const earlier = { format: 'evoline.item.v1', repository: 'o/n', number: 1 };
  expect(() => readItemRecord(earlier)).toThrow(
    expect.objectContaining({
      code: 'nothing_to_work_on',
      message: expect.stringMatching(/^o\/n was mined into evoline\.item\.v1.+again/),
    }),
  );
});

it('takes nothing else for an item', () => {
  for (const record of [
    null,
    {},
    { format: 'evoline.item.v2', repository: 'o/n' },
    { format: 'x', repository: 'y' },
  ]) {
    expect(readItemRecord(record)).toBeNull();
  }
});

import { describe, expect, it } from 'vitest';
import { parseEngineAddresses } from './engine-addresses.ts';

describe('parseEngineAddresses', () => {
  it('calls a single address the default engine', () => {
    expect([...parseEngineAddresses('http://127.0.0.1:8000/')]).toEqual([
      ['default', 'http://127.0.0.1:8000'],
    ]);
  });

  it('reads named addresses, also with = in their query', () => {
    expect([...parseEngineAddresses('a=http://h:1, b-2=https://k/x?y=z')]).toEqual([
      ['a', 'http://h:1'],
      ['b-2', 'https://k/x?y=z'],
    ]);
  });

  it.each(['', 'localhost:8000', 'a=ftp://h', 'a=http://h,a=http://k', 'http://h,http://k'])(
    'refuses %j and names the part at fault',
    (text) => {
      expect(() => parseEngineAddresses(text)).toThrow(/^ENGINE_URL: /);
    },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimateTokens } from './estimate-tokens.ts';

it('is near what o200k_base counts', () => {
  // Counted once with gpt-tokenizer 4.0.0.
  const counted: readonly (readonly [text: string, tokens: number])[] = [
    ['', 0],
    ['The quick brown fox jumps over the lazy dog.', 10],
    ['def add(left, right):\n    return left + right\n', 12],
    ["import { readFile } from 'node:fs/promises';\n", 11],
  ];
  for (const [text, tokens] of counted) {
    expect(Math.abs(estimateTokens(text) - tokens)).toBeLessThanOrEqual(3);
  }
});

it('grows with the text, and never by more than the text has characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      const both = estimateTokens(one + other);
      expect(both).toBeLessThanOrEqual((one + other).length + 1);
      expect(both).toBeGreaterThanOrEqual(estimateTokens(one) - 1);
    }),
  );
});

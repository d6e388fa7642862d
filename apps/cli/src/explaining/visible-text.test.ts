import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { cutText, padText, visibleText } from './visible-text.ts';

it('spells out what steers a terminal or deceives the eye', () => {
  expect(visibleText('a\u001b[2Jb\r\n\u202ec\u200bd\0\ud800\u{e0041}')).toBe(
    'a\\x1b[2Jb\\r\\n\\u202ec\\u200bd\\0\\ud800\\u{e0041}',
  );
  expect(visibleText('tab\there, a family 👨‍👩‍👧, 漢字, é')).toBe('tab    here, a family 👨‍👩‍👧, 漢字, é');
});

it('cuts and fills up by columns, not by characters', () => {
  expect(cutText('漢字漢字', 5)).toBe('漢字…');
  expect(cutText('short', 5)).toBe('short');
  expect(padText('漢', 4)).toBe('漢  ');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      const visible = visibleText(text);
      expect(visible).not.toMatch(/\p{Cc}/u);
      expect(stringWidth(cutText(visible, width))).toBeLessThanOrEqual(width);
    }),
  );
});

import { visibleText } from '../explaining/visible-text.ts';

/** A text from outside as content or quoted attribute of HTML and SVG. */
export function escapeMarkup(text: string): string {
  return visibleText(text).replace(/[<>&"']/g, (mark) => `&#${mark.codePointAt(0) ?? 0xfffd};`);
}

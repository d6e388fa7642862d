/** Text as every store can hold it: well-formed UTF-16, no NUL, line feeds only. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n');
}

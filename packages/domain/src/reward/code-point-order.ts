/** Compares two texts as Python does, by code points; a lone surrogate is a code point of its own. */
export function byCodePoints(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  let at = 0;
  while (at < shared && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  if (at === shared) return left.length - right.length;
  // Second halves of two pairs differ: the pairs are to be compared.
  const isInPair = [left, right].some((text) => isPair(text, at - 1));
  const start = isInPair ? at - 1 : at;
  return left.codePointAt(start)! - right.codePointAt(start)!;
}

function isPair(text: string, at: number): boolean {
  return at >= 0 && text.codePointAt(at)! > 0xffff;
}

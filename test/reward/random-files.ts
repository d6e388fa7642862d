import { type RandomIndex, seededRandom } from '@evoline/domain/evaluate/seeded-random';
import { diffLikeText } from '../bench/generated-text.ts';

const breaks = ['\n', '\n', '\n', '\r\n', '\r', '\v', '\f', '\x1c', '\x1e', '\x85', '\u2028'];
const shortLines = [
  '',
  '}',
  '    return x',
  'a',
  'b',
  '# \u00e9',
  '\u{1f600}',
  '\ud83d',
  'x = 1\0',
];

/** A file before and after a change: code or short repeated lines, sometimes enough for the popularity rule. */
export function randomChange(seed: string): { readonly old: string; readonly new: string } {
  const random = seededRandom(seed);
  const lineBreak = breaks[random(breaks.length)] ?? '\n';
  const lines = randomLines(random, random(8) === 0 ? 190 + random(80) : random(40));
  const changed = changedLines(random, lines);
  const end = (): string => (random(4) === 0 ? '' : lineBreak);
  return { old: lines.join(lineBreak) + end(), new: changed.join(lineBreak) + end() };
}

/** Lines that come again, and lines that do not. */
export function randomLines(random: RandomIndex, count: number): string[] {
  const repeats = random(4);
  return Array.from({ length: count }, () =>
    random(4) < repeats
      ? (shortLines[random(shortLines.length)] ?? '')
      : diffLikeText(random, 5 + random(40)).replaceAll('\n', ' '),
  );
}

/** Some lines replaced, left out, added or moved. */
export function changedLines(random: RandomIndex, lines: readonly string[]): string[] {
  const changed = [...lines];
  for (let left = random(6); left >= 0; left -= 1) {
    const at = random(changed.length + 1);
    const kind = random(4);
    if (kind === 0) changed.splice(at, 1 + random(4));
    else if (kind === 1) changed.splice(at, 0, ...randomLines(random, 1 + random(3)));
    else if (kind === 2) changed.splice(at, 1 + random(3), ...randomLines(random, 1 + random(3)));
    else changed.splice(random(changed.length + 1), 0, ...changed.splice(at, 1 + random(5)));
  }
  return changed;
}

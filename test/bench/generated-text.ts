import type { RandomIndex } from '@evoline/domain/evaluate/seeded-random';

const syllables = 'ka re to mi su na lo pe di vo shi ru ba ge fo za'.split(' ');
const keywords = 'if return for in def not None self else and import class'.split(' ');
const marks = [' ', ' ', ' ', '+', '-'];

/** Text that is spread like a diff of a program: marks, indentation, keywords, made-up names, punctuation. */
export function diffLikeText(random: RandomIndex, characters: number): string {
  const lines: string[] = [];
  let length = 0;
  while (length < characters) {
    const line = diffLine(random);
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n').slice(0, characters);
}

/** The same text with about this share of its words replaced. */
export function editedText(random: RandomIndex, text: string, share: number): string {
  const every = Math.round(1 / share);
  return text.replaceAll(/\w+/g, (found) => (random(every) === 0 ? word(random) : found));
}

function diffLine(random: RandomIndex): string {
  const words = Array.from({ length: 2 + random(6) }, () => word(random));
  return `${pick(random, marks)}${'    '.repeat(random(4))}${words.join(pick(random, [' ', '.', '(', ', ']))}`;
}

function word(random: RandomIndex): string {
  if (random(3) === 0) return pick(random, keywords);
  return Array.from({ length: 1 + random(4) }, () => pick(random, syllables)).join('');
}

function pick(random: RandomIndex, from: readonly string[]): string {
  return from[random(from.length)] ?? '';
}

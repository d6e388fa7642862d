import { entropyOf } from './entropy.ts';

/** Bits a character that a random text of this length and alphabet has at the least, in practice. */
const leastBits = { hexadecimal: 2.9, mixed: 3.5 } as const;

/** Words that people put where a secret would stand. */
const placeholder =
  /example|sample|dummy|fake|mock|test|changeme|change-me|placeholder|your|insert|secret|password|token|redacted|removed|dont|notreal|abcdef|qwerty|012345|12345678|xxxx|0000000|aaaaaa|lorem/i;

/**
 * Whether a text looks as if a machine had drawn it: letters of both cases and digits, or long
 * hexadecimal, without words that stand for a secret.
 */
export function looksRandom(text: string): boolean {
  if (placeholder.test(text)) return false;
  if (/^[0-9a-f]+$/i.test(text)) return isRandomHexadecimal(text);
  const digits = (text.match(/\d/g) ?? []).length;
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && (digits >= 2 || text.length >= 34);
  const changes = (text.match(/[a-z][A-Z0-9]|[A-Z][a-z0-9]|\d[A-Za-z]/g) ?? []).length;
  // Identifiers change between cases too, but once a word.
  return isMixed && changes >= text.length / 4 && entropyOf(text) >= leastBits.mixed;
}

/** Digests are not secrets, but a name that says secret beside one makes it one. */
function isRandomHexadecimal(text: string): boolean {
  const isOneCase = text === text.toLowerCase() || text === text.toUpperCase();
  const hasBoth = /\d/.test(text) && /[a-f]/i.test(text);
  return text.length >= 32 && isOneCase && hasBoth && entropyOf(text) >= leastBits.hexadecimal;
}

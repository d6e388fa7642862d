import type { RandomIndex } from '@evoline/domain/evaluate/seeded-random';

/** The same values in an order that every seed makes its own. */
export function shuffled<T>(random: RandomIndex, values: readonly T[]): T[] {
  const mixed = [...values];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    const [here, there] = [mixed[at], mixed[other]];
    if (here !== undefined && there !== undefined) [mixed[at], mixed[other]] = [there, here];
  }
  return mixed;
}

const MOST_TRIALS = 3_000;

/**
 * Texts as small as can be found that still have a property: pieces are left out, half of a text first, single
 * characters last. The property holds for `texts`.
 */
export async function minimise(
  texts: readonly string[],
  stillHolds: (smaller: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> {
  let best = texts;
  let trials = 0;
  for (let changed = true; changed && trials < MOST_TRIALS;) {
    changed = false;
    for (const [at] of texts.entries()) {
      const shorter = await shortened([...(best[at] ?? '')], async (characters) => {
        trials += 1;
        return trials < MOST_TRIALS && (await stillHolds(best.with(at, characters.join(''))));
      });
      changed ||= shorter.length < (best[at] ?? '').length;
      best = best.with(at, shorter);
    }
  }
  return best;
}

async function shortened(
  text: readonly string[],
  stillHolds: (characters: readonly string[]) => Promise<boolean>,
): Promise<string> {
  let best = text;
  for (let width = Math.ceil(text.length / 2); width >= 1; width = Math.floor(width / 2)) {
    for (let at = 0; at < best.length;) {
      const without = [...best.slice(0, at), ...best.slice(at + width)];
      if (await stillHolds(without)) best = without;
      else at += width;
    }
  }
  return best.join('');
}

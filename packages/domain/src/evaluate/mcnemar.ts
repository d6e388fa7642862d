/**
 * McNemar's exact two-sided test on paired yes/no outcomes: the probability, if gains and losses
 * were equally likely, of a split at least as uneven. 1 when nothing changed.
 *
 * @param gained items that only the candidate solved
 * @param lost items that only the baseline solved
 */
export function mcnemarExactP(gained: number, lost: number): number {
  const discordant = gained + lost;
  // In logarithms: 2^-n underflows beyond a thousand discordant items.
  let logTerm = -discordant * Math.LN2;
  let tail = 0;
  for (let count = 0; count <= Math.min(gained, lost); count++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(discordant - count) - Math.log(count + 1);
  }
  return Math.min(1, 2 * tail);
}

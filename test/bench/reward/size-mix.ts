/** Oracle diffs by size: this share of the pairs is below `below` characters (and not in a band above). */
export const sizeMix = [
  { below: 224, share: 0.1 },
  { below: 348, share: 0.15 },
  { below: 646, share: 0.25 },
  { below: 1_324, share: 0.25 },
  { below: 2_932, share: 0.15 },
  { below: 4_761, share: 0.05 },
  { below: 18_100, share: 0.04 },
  { below: 50_000, share: 0.01 },
] as const;

import { hashedInteger } from './hashed-integer.ts';

/** What one group's random numbers depend on; never a run id, so that equal configurations draw equally. */
export interface RolloutDraw {
  /** The configured seed. */
  readonly seed: number;
  readonly step: number;
  readonly itemDigest: string;
  /** Tells draws of one item apart: the epoch in training. */
  readonly seedBlock: number;
}

/** The seed of a group's generator: hash(seed, step, item digest, seed block), a safe integer. */
export function rolloutSeed({ seed, step, itemDigest, seedBlock }: RolloutDraw): number {
  return hashedInteger([seed, step, itemDigest, seedBlock]);
}

/** What the mirrors of one folder may cost. */
export interface MirrorLimits {
  /** Bytes on disk of all mirrors together; those that were not used for longest go first. */
  readonly budgetBytes: number;
  /** Bytes on disk of one mirror; a repository that needs more is not mined. */
  readonly maxMirrorBytes: number;
  /** For one clone or fetch. */
  readonly transferSeconds: number;
  /** A mirror that was used within this time is in use, and never evicted. */
  readonly graceSeconds: number;
  /** A mirror of more packs is repacked. */
  readonly maxPacks: number;
  /** Clones and fetches of one process at once: hosts have limits that they do not publish. */
  readonly transfersAtOnce: number;
}

const gigabyte = 1e9;

export const defaultMirrorLimits: MirrorLimits = {
  budgetBytes: 50 * gigabyte,
  maxMirrorBytes: 10 * gigabyte,
  transferSeconds: 3600,
  graceSeconds: 300,
  maxPacks: 24,
  transfersAtOnce: 4,
};

/** Covers replicas of GitHub that lag behind. */
export const overlapMinutes = 15;

export interface ClosedWalk {
  /** Before this run, ISO 8601; null: there was none. */
  readonly watermark: string | null;
  /** When the run opened the repository, by the clock of its source; null when the source did not say. */
  readonly openedAt: Date | null;
  /** One page held everything that was updated since the watermark. */
  readonly isShort: boolean;
}

/**
 * The watermark after the last page of a walk: when the run asked first, by the source's clock, less the
 * overlap, and never back. It stays where it is as long as one page holds all that came since: the same
 * question can then be asked again with its entity tag, and costs nothing when nothing has changed.
 */
export function watermarkAfter({ watermark, openedAt, isShort }: ClosedWalk): string | null {
  if (openedAt === null || (isShort && watermark !== null)) return watermark;
  const moved = new Date(openedAt.getTime() - overlapMinutes * 60_000).toISOString();
  return watermark !== null && moved < watermark ? watermark : moved;
}

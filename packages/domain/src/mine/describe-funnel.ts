import type { MinedPullRequest } from '@evoline/contract/mine';
import { type DropReason, dropReasons } from '@evoline/contract/mining-filters';
import { contentFraction } from '../content-digest.ts';
import { filters } from './filters/filters.ts';

/** A pull request that a filter refused, for people to judge whether it was right. */
export interface FunnelSample {
  readonly repository: string;
  readonly number: number;
  readonly url: string | null;
  readonly title: string;
  readonly evidence: string | null;
}

/** What one filter did. */
export interface FunnelRow<R extends string = DropReason> {
  readonly reason: R;
  readonly because: string;
  readonly dropped: number;
  /** Of all pull requests that were seen, 0 to 1. */
  readonly share: number;
  readonly sample: readonly FunnelSample[];
}

/**
 * What every filter did, in the order in which they are asked, those that refused nothing included. The
 * sample is drawn by hash of repository and number: the same verdicts show the same rejects.
 */
export function describeFunnel(
  verdicts: readonly MinedPullRequest[],
  sampleSize: number,
): readonly FunnelRow[] {
  const dropped = Map.groupBy(verdicts, ({ reason }) => reason);
  return filters.map(({ reason }) => {
    const rejects = dropped.get(reason) ?? [];
    const share = verdicts.length === 0 ? 0 : rejects.length / verdicts.length;
    const sample = drawn(rejects, sampleSize).map(sampleOf);
    return { reason, because: dropReasons[reason], dropped: rejects.length, share, sample };
  });
}

function drawn(rejects: readonly MinedPullRequest[], size: number): MinedPullRequest[] {
  return rejects
    .map((verdict) => ({ verdict, at: contentFraction([verdict.repository, verdict.number]) }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, size)
    .map(({ verdict }) => verdict);
}

function sampleOf({ repository, number, url, title, evidence }: MinedPullRequest): FunnelSample {
  return { repository, number, url, title, evidence };
}

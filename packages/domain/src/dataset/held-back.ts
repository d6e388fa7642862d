import type { DatasetChanges, PublishRule } from '@evoline/contract/dataset';

type Funnel = Readonly<Record<string, number>>;

/** What a publish rule looks at. */
export interface PublishFacts {
  readonly changes: DatasetChanges;
  readonly funnel: Funnel;
  /** null: there is no version before. */
  readonly parent: { readonly digest: string; readonly funnel: Funnel } | null;
}

/** Why a version stays a draft, one line each; empty: it is published. */
export function heldBack(publish: boolean | PublishRule, facts: PublishFacts): string[] {
  if (publish === true) return [];
  if (publish === false) return ['it was frozen as a draft'];
  const { added, edited } = facts.changes;
  const fresh = added + edited;
  const few =
    fresh < publish.minNewItems
      ? [`${fresh} new items, and the rule asks for ${publish.minNewItems}`]
      : [];
  return [...few, ...movedShares(publish, facts)];
}

/** Share of a reason: dropped for it, of all that were seen. */
function movedShares({ maxShareMove }: PublishRule, { funnel, parent }: PublishFacts): string[] {
  if (parent === null) return [];
  const reasons = new Set([...Object.keys(funnel), ...Object.keys(parent.funnel)]);
  const lines: string[] = [];
  for (const reason of [...reasons].toSorted()) {
    if (reason === 'seen' || reason === 'kept') continue;
    const [now, before] = [shareOf(funnel, reason), shareOf(parent.funnel, reason)];
    // A hair of tolerance: shares are quotients.
    if (Math.abs(now - before) <= maxShareMove + 1e-12) continue;
    const version = parent.digest.slice(0, 12);
    lines.push(
      `${reason} dropped ${percent(now)}, and ${percent(before)} in version ${version}: the rule allows a move of ${percent(maxShareMove)}`,
    );
  }
  return lines;
}

function shareOf(funnel: Funnel, reason: string): number {
  const seen = funnel['seen'] ?? 0;
  return seen === 0 ? 0 : (funnel[reason] ?? 0) / seen;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

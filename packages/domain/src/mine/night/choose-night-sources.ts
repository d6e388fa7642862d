import type { NightPlan } from '@evoline/contract/night';
import { matchesName } from '../source-locator.ts';

/** A source that a night might mine. `quarantineReason` null: it takes part. */
export interface NightCandidate {
  readonly source: string;
  readonly quarantineReason: string | null;
}

export interface NightChoice {
  readonly sources: readonly string[];
  readonly leftOut: NightPlan['leftOut'];
}

/**
 * The sources that a night mines, each once, and those that it leaves out.
 *
 * @param optedOut patterns of owner/name, in lower case
 */
export function chooseNightSources(
  candidates: readonly NightCandidate[],
  optedOut: readonly string[],
): NightChoice {
  const sources = new Set<string>();
  const leftOut: { source: string; reason: string }[] = [];
  for (const { source, quarantineReason } of candidates) {
    if (isOptedOut(source, optedOut)) leftOut.push({ source, reason: 'it has opted out' });
    else if (quarantineReason === null) sources.add(source);
    else leftOut.push({ source, reason: `in quarantine: ${quarantineReason}` });
  }
  return { sources: [...sources], leftOut };
}

function isOptedOut(source: string, optedOut: readonly string[]): boolean {
  const name = /^github:(.+)$/.exec(source)?.[1]?.toLowerCase();
  return name !== undefined && optedOut.some((pattern) => matchesName(pattern, name));
}

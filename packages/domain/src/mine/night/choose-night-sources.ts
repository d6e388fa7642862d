import type { NightPlan } from '@evoline/contract/night';
import { type OptOutRule, repositoryOptOut } from '../repository-opt-out.ts';

/** A source that a night might mine. `quarantineReason` null: it takes part. */
export interface NightCandidate {
  readonly source: string;
  readonly quarantineReason: string | null;
}

export interface NightChoice {
  readonly sources: readonly string[];
  readonly leftOut: NightPlan['leftOut'];
}

/** The sources that a night mines, each once, and those that it leaves out. */
export function chooseNightSources(
  candidates: readonly NightCandidate[],
  optOuts: readonly OptOutRule[],
): NightChoice {
  const sources = new Set<string>();
  const leftOut: { source: string; reason: string }[] = [];
  for (const { source, quarantineReason } of candidates) {
    if (isOptedOut(source, optOuts)) leftOut.push({ source, reason: 'it has opted out' });
    else if (quarantineReason === null) sources.add(source);
    else leftOut.push({ source, reason: `in quarantine: ${quarantineReason}` });
  }
  return { sources: [...sources], leftOut };
}

function isOptedOut(source: string, optOuts: readonly OptOutRule[]): boolean {
  const name = /^github:(.+)$/.exec(source)?.[1];
  return name !== undefined && repositoryOptOut(name, optOuts) !== null;
}

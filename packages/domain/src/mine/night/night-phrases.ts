import type { NightReport } from '@evoline/contract/night';

type Quota = NightReport['quota'][number];

/** For example `48 sources mined, 1 failed, 0 left for the next night, 1 left out`. */
export function sourcesPhrase({ sources }: Pick<NightReport, 'sources'>): string {
  const { mined, failed, postponed, leftOut } = sources;
  return `${mined} sources mined, ${failed} failed, ${postponed} left for the next night, ${leftOut} left out`;
}

/** For example `75 requests used, 4925 left until 04:10 UTC`. */
export function quotaPhrase({ resource, used, remaining, resetsAt }: Quota): string {
  const unit = resource === 'core' ? 'requests' : 'points of GraphQL';
  const left = remaining === null ? '' : `, ${remaining} left`;
  const until = remaining === null || resetsAt === null ? '' : ` until ${clockOf(resetsAt)}`;
  return `${used} ${unit} used${left}${until}`;
}

/** The version that a night froze, and what held it back. */
export function versionPhrase({ version }: Pick<NightReport, 'version'>): string | null {
  if (version === null) return null;
  const { digest, state, items, changes, heldBack } = version;
  const held = heldBack.length === 0 ? '' : `; held back: ${heldBack.join('; ')}`;
  return `${state} version ${digest.slice(0, 12)}: ${items} items, ${changes.added} new${held}`;
}

/** What a version that is frozen now would have more than the published one. */
export function gainPhrase({ gain }: Pick<NightReport, 'gain'>): string {
  const since = gain.since === null ? '' : ` over ${gain.since.slice(0, 12)}`;
  return `a new version would gain ${gain.items} pull requests and ${gain.edited} edited ones${since}`;
}

/** `04:10 UTC` */
export function clockOf(instant: string): string {
  return `${instant.slice(11, 16)} UTC`;
}

import type { NightReport } from '@evoline/contract/night';
import { countsLine, dropsLine } from './mine-summary.ts';

/** The morning report as it stands on the page of the night: what a person has to do comes first. */
export function nightLines(report: NightReport): string[] {
  const { nominalTime, sources, needsPerson, dropped, gain, version } = report;
  const { mined, failed, postponed, leftOut } = sources;
  const drops = dropsLine({ source: '', ...report, funnel: dropped });
  return [
    `night of ${nominalTime}: ${mined} sources mined, ${failed} failed, ${postponed} left for the next night, ${leftOut} left out`,
    ...needsPerson.map((sentence) => `needs a person: ${sentence}`),
    countsLine({ source: '', ...report, funnel: dropped }),
    ...(drops === '' ? [] : [`dropped: ${drops}`]),
    ...report.quota.map(quotaLine),
    ...(version === null
      ? []
      : [
          `${version.state} version ${version.digest}: ${version.items} items, ${version.changes.added} new`,
        ]),
    `a new version would gain ${gain.items} pull requests and ${gain.edited} edited ones`,
  ];
}

function quotaLine({ resource, used, remaining, resetsAt }: NightReport['quota'][number]): string {
  const unit = resource === 'core' ? 'requests' : 'points of GraphQL';
  const left = remaining === null ? '' : `, ${remaining} left`;
  const until = remaining === null || resetsAt === null ? '' : ` until ${resetsAt}`;
  return `GitHub: ${used} ${unit} used${left}${until}`;
}

import type { NightReport } from '@evoline/contract/night';
import {
  gainPhrase,
  quotaPhrase,
  sourcesPhrase,
  versionPhrase,
} from '@evoline/domain/mine/night/night-phrases';
import { countsLine, dropsLine } from './mine-summary.ts';

/** The morning report as it stands on the page of the night: what a person has to do comes first. */
export function nightLines(report: NightReport): string[] {
  const counts = { source: '', ...report, funnel: report.dropped };
  const drops = dropsLine(counts);
  const version = versionPhrase(report);
  return [
    `night of ${report.nominalTime}: ${sourcesPhrase(report)}`,
    ...report.needsPerson.map((sentence) => `needs a person: ${sentence}`),
    countsLine(counts),
    ...(drops === '' ? [] : [`dropped: ${drops}`]),
    ...report.quota.map((quota) => `GitHub: ${quotaPhrase(quota)}`),
    ...(version === null ? [] : [version]),
    gainPhrase(report),
  ];
}

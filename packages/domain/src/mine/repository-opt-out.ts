import type { OptOut } from '@evoline/contract/withdrawal';
import { matchesName } from './source-locator.ts';

export type OptOutRule = Pick<OptOut, 'kind' | 'subject'>;

/** The first pattern by which a repository has opted out, or null. Case does not count. @param name owner/name */
export function repositoryOptOut(name: string, optOuts: readonly OptOutRule[]): string | null {
  const lower = name.toLowerCase();
  return subjectsOf(optOuts, 'repository').find((subject) => matchesName(subject, lower)) ?? null;
}

/** In lower case and in an order that is not that of arrival. */
export function subjectsOf(optOuts: readonly OptOutRule[], kind: OptOut['kind']): string[] {
  const own = optOuts.filter((optOut) => optOut.kind === kind);
  return [...new Set(own.map(({ subject }) => subject.toLowerCase()))].toSorted();
}

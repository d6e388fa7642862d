import { workflowInfo } from '@temporalio/workflow';

/** The schedule's time of this night, never the moment at which a worker got to it. */
export function nominalTimeOf(given: string | undefined): string {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const key = { name: 'TemporalScheduledStartTime', type: 'DATETIME' as const };
  return typedSearchAttributes.get(key)?.toISOString() ?? given ?? startTime.toISOString();
}

import type { Suite } from '../suite.ts';

/** How many attempts each call of an activity took, in the order of a run's history. */
export async function attemptsOf(
  { steering }: Suite,
  workflowId: string,
  activity: string,
): Promise<number[]> {
  const { events } = await steering.client.workflow.getHandle(workflowId).fetchHistory();
  const scheduled = new Set<number>();
  const attempts: number[] = [];
  for (const event of events ?? []) {
    const {
      activityTaskScheduledEventAttributes: call,
      activityTaskStartedEventAttributes: taken,
    } = event;
    if (call?.activityType?.name === activity) scheduled.add(Number(event.eventId));
    if (taken && scheduled.has(Number(taken.scheduledEventId))) attempts.push(taken.attempt ?? 0);
  }
  return attempts;
}

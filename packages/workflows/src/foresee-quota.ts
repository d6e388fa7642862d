import { isCancellation } from '@temporalio/workflow';
import { failureReason } from './failure-reason.ts';
import { foreseeing } from './proxies.ts';

/** What a mining run will cost of GitHub's quota, in sentences. Nothing depends on it: it never fails a run. */
export async function foreseeQuota(runId: string): Promise<readonly string[]> {
  try {
    const summary = "reckon GitHub's quota";
    const { lines } = await foreseeing.planQuota.executeWithOptions({ summary }, [{ runId }]);
    return lines;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return [`The quota was not reckoned: ${failureReason(error).message.slice(0, 300)}`];
  }
}

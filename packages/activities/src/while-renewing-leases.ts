import type { Database } from '@evoline/db/open-database';
import { renewLeasesOfRun } from '@evoline/db/queries/leases';

const renewEverySeconds = 60;
const leaseSeconds = 600;

/** Does some long work for a run while the leases that the run holds are given more time. */
export async function whileRenewingLeases<T>(
  database: Database,
  runId: string,
  work: () => Promise<T>,
): Promise<T> {
  const renew = () => renewLeasesOfRun(database, runId, leaseSeconds);
  // The fencing epoch guards every commit; a renewal that fails now is made up for by the next.
  const timer = setInterval(() => void renew().catch(() => {}), renewEverySeconds * 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

import { inArray } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { run } from '../tables/run.ts';
import type { ChainSegment } from './policy-chain.ts';

/** A training run in the past of a policy version. */
export interface RunBehind extends ChainSegment {
  readonly name: string;
  readonly workflowId: string;
  readonly codeRevision: string;
  readonly configDigest: string;
  /** null for a run that trained on none. */
  readonly datasetVersion: string | null;
  readonly base: string | null;
}

/** The runs of a chain, in its order. */
export async function runsBehind(
  database: Database,
  chain: readonly ChainSegment[],
): Promise<RunBehind[]> {
  const ids = chain.map((segment) => segment.runId);
  const rows = await database.query((db) => db.select().from(run).where(inArray(run.id, ids)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return chain.flatMap((segment) => {
    const row = byId.get(segment.runId);
    if (row === undefined) return [];
    const { name, workflowId, codeRevision, configDigest, config } = row;
    const trained = config?.workflow === 'trainPolicy' ? config.config : null;
    const { datasetVersion = null, base = null } = trained ?? {};
    return [{ ...segment, name, workflowId, codeRevision, configDigest, datasetVersion, base }];
  });
}

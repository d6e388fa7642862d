import { and, eq, inArray, ne } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import type { ExcludeReason } from '@evoline/contract/rollout';
import { EvolineFailure } from '@evoline/contract/failures';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { rolloutGroup, sample } from '../tables/rollout.ts';
import { recordArtifacts } from './artifacts.ts';

/** One completion of a finished group. `outputDigest`: SHA-256 of the text. */
export interface FinishedSample {
  readonly index: number;
  readonly finishReason: string;
  readonly completionTokens: number;
  readonly outputDigest: string;
  readonly excludedReason: ExcludeReason | null;
}

export interface FinishedGroup {
  readonly groupId: string;
  readonly blob: ArtifactRef;
  readonly templateDigest: string;
  readonly engine: string;
  readonly engineBuild: string;
  readonly servedName: string;
  readonly weightsDigestAtDispatch: string;
  readonly weightsDigestAtFinish: string;
  readonly promptTokens: number;
  readonly samples: readonly FinishedSample[];
}

/**
 * Makes a group durable with its samples, in one transaction. A group that is finished already stays
 * as it is. Returns whether this call finished it.
 *
 * @throws EvolineFailure not_found for a group that nobody planned
 */
export async function finishGroup(database: Database, finished: FinishedGroup): Promise<boolean> {
  const { groupId, blob, samples, ...facts } = finished;
  return await database.transaction(async (db) => {
    const group = await lockGroup(db, groupId);
    if (group.state === 'finished') return false;
    await recordArtifacts(db, [blob]);
    await db
      .update(rolloutGroup)
      .set({
        ...facts,
        state: 'finished',
        reason: null,
        blobSha256: blob.sha256,
        finishedAt: new Date(),
      })
      .where(eq(rolloutGroup.groupId, groupId));
    const rows = samples.map((row) => ({ ...row, runId: group.runId, groupId }));
    await insertRows(db, sample, rows);
    return true;
  });
}

/** Takes a group out with a reason. A finished group stays as it is. Returns whether it was taken out. */
export async function excludeGroup(
  database: Database,
  excluded: {
    readonly groupId: string;
    readonly reason: ExcludeReason;
    readonly engine: string | null;
  },
): Promise<boolean> {
  const { groupId, reason, engine } = excluded;
  const rows = await database.query((db) =>
    db
      .update(rolloutGroup)
      .set({ state: 'excluded', reason, engine, finishedAt: new Date() })
      .where(and(eq(rolloutGroup.groupId, groupId), ne(rolloutGroup.state, 'finished')))
      .returning({ groupId: rolloutGroup.groupId }),
  );
  return rows.length > 0;
}

/** Gives groups that were taken out for one of these reasons another chance. Returns how many. */
export async function replanGroups(
  database: Database,
  groupIds: readonly string[],
  reasons: readonly ExcludeReason[],
): Promise<number> {
  const { state, reason } = rolloutGroup;
  const rows = await database.query((db) =>
    db
      .update(rolloutGroup)
      .set({ state: 'planned', reason: null, engine: null, finishedAt: null })
      .where(
        and(
          inArray(rolloutGroup.groupId, [...groupIds]),
          eq(state, 'excluded'),
          inArray(reason, [...reasons]),
        ),
      )
      .returning({ groupId: rolloutGroup.groupId }),
  );
  return rows.length;
}

async function lockGroup(
  db: Connection,
  groupId: string,
): Promise<Pick<typeof rolloutGroup.$inferSelect, 'runId' | 'state'>> {
  const [group] = await db
    .select({ runId: rolloutGroup.runId, state: rolloutGroup.state })
    .from(rolloutGroup)
    .where(eq(rolloutGroup.groupId, groupId))
    .for('update');
  if (group === undefined) throw new EvolineFailure('not_found', `nobody planned group ${groupId}`);
  return group;
}

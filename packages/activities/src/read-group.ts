import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { EvolineFailure } from '@evoline/contract/failures';
import { GroupRecord } from '@evoline/contract/rollout';

/** Reads the blob of a finished group. @throws EvolineFailure store_corrupt when it is no group */
export async function readGroup(
  store: ArtifactStore,
  group: { readonly groupId: string; readonly blobSha256: string | null },
): Promise<GroupRecord> {
  if (group.blobSha256 === null) {
    throw new EvolineFailure('internal', `group ${group.groupId} is not finished`);
  }
  const record = GroupRecord.safeParse(await store.getJson({ sha256: group.blobSha256 }));
  if (record.success && record.data.groupId === group.groupId) return record.data;
  throw new EvolineFailure(
    'store_corrupt',
    `artifact ${group.blobSha256} is not group ${group.groupId}`,
  );
}

import { EvolineFailure } from '@evoline/contract/failures';

/** Raised where a stored byte has changed; the damaged content is never handed out. */
export function corruptArtifact(sha256: string): EvolineFailure {
  return new EvolineFailure(
    'store_corrupt',
    `artifact ${sha256} does not match its digest and was not used`,
    { details: { sha256 } },
  );
}

export function missingArtifact(sha256: string): EvolineFailure {
  return new EvolineFailure('not_found', `artifact ${sha256} is not in the store`, {
    details: { sha256 },
  });
}

/** Names an error of the file system: a missing blob, or a store that cannot be used. */
export function storeFailure(error: unknown, sha256?: string): never {
  if (error instanceof EvolineFailure) throw error;
  if (sha256 !== undefined && errorCode(error) === 'ENOENT') throw missingArtifact(sha256);
  const reason = error instanceof Error ? error.message : String(error);
  throw new EvolineFailure('store_unreachable', `the artifact store failed: ${reason}`, {
    cause: error,
  });
}

/** The code of an error of the file system, such as ENOENT; empty when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

import { EvolineFailure } from '@evoline/contract/failures';
import type { ArtifactStore } from '../artifact-store.ts';

/** Why a blob is missing, when that is on purpose; null: it should be there. */
export type WhyMissing = (sha256: string) => Promise<EvolineFailure | null>;

/** A store that says of a blob that was deleted on purpose why it is not there. */
export function explainedStore(store: ArtifactStore, whyMissing: WhyMissing): ArtifactStore {
  const explained = async <T>(reading: Promise<T>): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      throw (await explanation(error, whyMissing)) ?? error;
    }
  };
  return {
    ...store,
    get: (ref) => explained(store.get(ref)),
    getJson: (ref) => explained(store.getJson(ref)),
    materialise: (ref) => explained(store.materialise(ref)),
  };
}

async function explanation(error: unknown, whyMissing: WhyMissing): Promise<EvolineFailure | null> {
  if (!(error instanceof EvolineFailure) || error.code !== 'not_found') return null;
  const { sha256 } = error.details;
  return typeof sha256 === 'string' ? await whyMissing(sha256) : null;
}

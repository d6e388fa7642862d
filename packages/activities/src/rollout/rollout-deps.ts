import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { InferenceEngine } from '@evoline/clients/engine/inference-engine';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';

/** What activities beside the engines work with. */
export interface RolloutDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
  /** The engines of this host by name, as `ENGINE_URL` gives them. */
  readonly engines: ReadonlyMap<string, InferenceEngine>;
}

/** @throws EvolineFailure not_found naming the engines that there are */
export function engineNamed({ engines }: RolloutDeps, name: string): InferenceEngine {
  const engine = engines.get(name);
  if (engine !== undefined) return engine;
  throw new EvolineFailure(
    'not_found',
    `there is no engine ${name}; ENGINE_URL names ${[...engines.keys()].join(', ') || 'none'}`,
  );
}

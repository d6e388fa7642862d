import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { PythonPolicy } from '@evoline/clients/trainer/python-policy';
import type { Database } from '@evoline/db/open-database';
import type { TrainerSessions } from './trainer-sessions.ts';

/** What activities on a training host work with. */
export interface TrainDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
  readonly python: PythonPolicy;
  /** The live trainers of this worker; one registry per process. */
  readonly sessions: TrainerSessions;
  /** Name of this host, part of its queue's name. */
  readonly host: string;
  /** Absolute path of a folder of this worker alone: batches and checkpoints on their way. */
  readonly scratch: string;
}

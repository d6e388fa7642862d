import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openMineDeps } from '@evoline/activities/mine/mine-deps';
import { openScorePool, type ScorePool } from '@evoline/activities/reward/score-pool';
import type { RoleDeps } from '@evoline/activities/temporal/create-activities';
import { TrainerSessions } from '@evoline/activities/train/trainer-sessions';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { explainedStore } from '@evoline/clients/artifact-store/explained-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { createEngineClient } from '@evoline/clients/engine/engine-client';
import { pythonEnvironment } from '@evoline/clients/trainer/python-environment';
import type { PythonPolicy } from '@evoline/clients/trainer/python-policy';
import type { Role } from '@evoline/contract/queues';
import { type Database, openDatabase } from '@evoline/db/open-database';
import { removalFailure } from '@evoline/db/queries/artifact-removals';
import { codeRevision } from './code-revision.ts';
import type { WorkerEnvironment } from './env.ts';
import { scratchFolder } from './scratch-folder.ts';

/** What the activities of this process work with, and how it is put away. */
export interface Wiring {
  readonly depsOf: <R extends Role>(role: R) => RoleDeps[R];
  close(): Promise<void>;
}

/** Opens the database and the store, and makes what the roles of this worker need. */
export async function wire(environment: WorkerEnvironment): Promise<Wiring> {
  const { artifactStore, cacheFolder, databaseUrl, roles } = environment;
  await mkdir(cacheFolder, { recursive: true });
  const database = await openDatabase(databaseUrl, {
    applicationName: `evoline worker ${roles.join(',')}`,
  });
  const store = explainedStore(
    openArtifactStore(artifactStore, { cache: join(cacheFolder, 'artifacts') }),
    (sha256) => removalFailure(database, sha256),
  );
  const sessions = new TrainerSessions();
  const pools: ScorePool[] = [];
  const shared = { environment, database, store, sessions, pools };
  const made = new Map<Role, RoleDeps[Role]>();
  for (const role of roles) made.set(role, await depsFor[role](shared));
  return {
    depsOf<R extends Role>(role: R): RoleDeps[R] {
      // Each entry was made by the function of its own role.
      return made.get(role) as RoleDeps[R];
    },
    async close() {
      await sessions.endAll();
      for (const pool of pools) await pool.close();
      await database.close();
    },
  };
}

interface Shared {
  readonly environment: WorkerEnvironment;
  readonly database: Database;
  readonly store: ArtifactStore;
  readonly sessions: TrainerSessions;
  /** To be closed at the end. */
  readonly pools: ScorePool[];
}

const depsFor: { readonly [R in Role]: (shared: Shared) => Promise<RoleDeps[R]> } = {
  pipeline: async ({ environment, database, store }) => ({
    database,
    store,
    codeRevision: await codeRevision(),
    project: environment.project,
    createdBy: environment.createdBy,
    defaultSource: environment.defaultSource,
    benchmarkFiles: environment.benchmarkFiles,
    uiUrl: environment.temporalUiUrl,
  }),
  mine: ({ environment, database, store }) =>
    openMineDeps({
      database,
      store,
      cacheFolder: join(environment.cacheFolder, 'git'),
      environment: environment.inherited,
      githubApiUrl: environment.githubApiUrl,
      githubTokens: environment.github.tokens,
      githubApp: environment.github.app ?? undefined,
      archiveUrl: environment.archiveUrl ?? undefined,
      demoWorldUrl: environment.demoWorldUrl,
      contextEngine: environment.contextEngine,
      mirrorLimits: environment.mirrors,
    }),
  rollout: async ({ environment, database, store }) => ({
    database,
    store,
    engines: new Map(
      [...environment.engines].map(([name, address]) => [
        name,
        createEngineClient({ name, address }),
      ]),
    ),
  }),
  reward: async ({ environment, database, store, pools }) => {
    const pool = openScorePool(environment.scoring);
    pools.push(pool);
    return { database, store, pool };
  },
  train: async ({ environment, database, store, sessions }) => ({
    database,
    store,
    sessions,
    python: pythonPolicy(environment),
    host: environment.trainHost,
    scratch: await scratchFolder(environment.cacheFolder),
  }),
};

/** Long enough for a checkpoint to be written when a trainer is asked to end. */
const trainerGraceSeconds = 10;
const trainerSilenceSeconds = 180;

function pythonPolicy({ python, inherited }: WorkerEnvironment): PythonPolicy {
  const source = join(import.meta.dirname, '../../../packages/policy/src');
  return {
    executable: python ?? '',
    environment: pythonEnvironment(inherited, { source, threads: 1 }),
    graceSeconds: trainerGraceSeconds,
    silenceSeconds: trainerSilenceSeconds,
  };
}

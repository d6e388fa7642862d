import { userInfo } from 'node:os';
import { z } from 'zod';

const optional = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional();

const CliEnvironment = z.object({
  DATABASE_URL: optional,
  TEMPORAL_ADDRESS: optional,
  TEMPORAL_NAMESPACE: optional,
  TEMPORAL_UI_URL: optional,
  ARTIFACT_STORE: optional,
  DEFAULT_SOURCE: optional,
  EVOLINE_PROJECT: optional,
  EVOLINE_USER: optional,
  NO_COLOR: optional,
});

/** What the command line reads from the environment. Secrets are read by the workers only. */
export interface CliEnv {
  readonly databaseUrl: string | undefined;
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | undefined;
  readonly artifactStore: string | undefined;
  readonly defaultSource: string | undefined;
  readonly project: string;
  /** Who is written down beside what a command changes. */
  readonly user: string;
  readonly noColour: boolean;
}

/** Reads and checks the environment once. */
export function readCliEnv(env: NodeJS.ProcessEnv = process.env): CliEnv {
  const read = CliEnvironment.parse(env);
  return {
    databaseUrl: read.DATABASE_URL,
    temporalAddress: read.TEMPORAL_ADDRESS,
    temporalNamespace: read.TEMPORAL_NAMESPACE ?? 'default',
    temporalUiUrl: read.TEMPORAL_UI_URL,
    artifactStore: read.ARTIFACT_STORE,
    defaultSource: read.DEFAULT_SOURCE,
    project: read.EVOLINE_PROJECT ?? 'default',
    user: read.EVOLINE_USER ?? userName(),
    noColour: read.NO_COLOR !== undefined,
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

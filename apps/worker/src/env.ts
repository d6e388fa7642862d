import { homedir, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { parseEngineAddresses } from '@evoline/clients/engine/engine-addresses';
import type { MirrorLimits } from '@evoline/clients/git/mirror-limits';
import { type GitHubAccess, readGitHubAccess } from '@evoline/clients/github/github-access';
import { SourceLocator } from '@evoline/contract/mine';
import { type Role, roles } from '@evoline/contract/queues';
import { z } from 'zod';

const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();
const url = (what: string) =>
  text.refine((value) => value === undefined || /^https?:\/\/./.test(value), `expected ${what}`);
const list = text.transform((value) => (value ?? '').split(',').map((part) => part.trim()));

const wholeNumberTo = (most: number) => {
  const expected = `expected a whole number from 1 to ${most}`;
  return text
    .refine((value) => value === undefined || /^[1-9]\d{0,9}$/.test(value), expected)
    .transform((value) => (value === undefined ? undefined : Number(value)))
    .refine((value) => value === undefined || value <= most, expected);
};

const gigabyte = 1e9;

const Variables = z.object({
  ROLES: list.pipe(z.array(z.enum(['', ...roles], `expected names of ${roles.join(', ')}`))),
  TEMPORAL_ADDRESS: text,
  TEMPORAL_NAMESPACE: text,
  TEMPORAL_UI_URL: url('the address of the Temporal UI'),
  DATABASE_URL: text.refine(
    (value) => value === undefined || /^postgres(ql)?:\/\/./.test(value),
    'expected postgres://user@host/database',
  ),
  ARTIFACT_STORE: text,
  WORKER_CACHE: text,
  GITHUB_API_URL: url('the address of a GitHub API'),
  GH_ARCHIVE_URL: url('the address of hour files in the form of GH Archive'),
  DEMO_WORLD_URL: url('the address of the demo world'),
  DEFAULT_SOURCE: text.pipe(SourceLocator.optional()),
  BENCHMARK_FILES: list.pipe(
    z.array(z.string().regex(/^(?:\/.+)?$/, 'expected absolute paths, with commas between them')),
  ),
  CONTEXT_ENGINE_URL: url('the address of an OpenAI-compatible API, such as https://host/v1'),
  CONTEXT_ENGINE_KEY: text,
  ENGINE_URL: text,
  EVOLINE_PYTHON: text,
  TRAIN_HOST: text.pipe(
    z
      .string()
      .regex(/^[\w.-]{1,100}$/, 'expected letters, digits, dots and dashes')
      .optional(),
  ),
  SCORE_THREADS: wholeNumberTo(1_024),
  SCORE_SECONDS: wholeNumberTo(3_600),
  SCORE_MEGABYTES: wholeNumberTo(65_536),
  MIRROR_BUDGET_GIGABYTES: wholeNumberTo(1_000_000),
  MIRROR_MAX_GIGABYTES: wholeNumberTo(1_000_000),
  EVOLINE_PROJECT: text,
  EVOLINE_USER: text,
});

/** Everything that a worker reads from its environment, once, at start. */
export interface WorkerEnvironment {
  readonly roles: readonly Role[];
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | null;
  readonly databaseUrl: string;
  readonly artifactStore: string;
  /** Absolute folder for bundles, mirrors, checkpoints; may be emptied while no worker runs. */
  readonly cacheFolder: string;
  readonly githubApiUrl: string;
  /** Secret: kept in memory, never shown. */
  readonly github: GitHubAccess;
  /** null: GH Archive itself. */
  readonly archiveUrl: string | null;
  readonly demoWorldUrl: string | null;
  readonly defaultSource: string | null;
  /** Absolute paths of JSONL files with tasks that nothing mined may be like. */
  readonly benchmarkFiles: readonly string[];
  /** The engine that may choose context files. Its key is secret: kept in memory, never shown. */
  readonly contextEngine: { readonly address: string | null; readonly key: string | null };
  /** Addresses by engine name; empty where the role needs none. */
  readonly engines: ReadonlyMap<string, string>;
  /** null where the role needs none. */
  readonly python: string | null;
  readonly trainHost: string;
  /** Of the threads that score; what is absent is the pool's own default. */
  readonly scoring: ScoreSettings;
  /** Of the mirrors of git repositories; what is absent is the default. */
  readonly mirrors: Partial<Pick<MirrorLimits, 'budgetBytes' | 'maxMirrorBytes'>>;
  readonly project: string;
  readonly createdBy: string;
  /** The whole environment, from which children are given an allow-list. Secret. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

export interface ScoreSettings {
  readonly threads?: number;
  /** Seconds that one output may take. */
  readonly pairTimeoutSeconds?: number;
  /** JavaScript heap of one thread. */
  readonly memoryMegabytes?: number;
}

/** A variable that is missing or wrong. The message names it, says what is expected, and holds no value. */
export class EnvironmentError extends Error {}

/** @throws EnvironmentError */
export function readWorkerEnvironment(env: NodeJS.ProcessEnv = process.env): WorkerEnvironment {
  const parsed = Variables.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EnvironmentError(`${String(issue?.path[0])}: ${issue?.message}`);
  }
  const read = parsed.data;
  const chosen = read.ROLES.filter((role) => role !== '');
  const wanted = chosen.length === 0 ? roles : [...new Set(chosen)];
  return {
    roles: wanted,
    temporalAddress: read.TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
    temporalNamespace: read.TEMPORAL_NAMESPACE ?? 'default',
    temporalUiUrl: withoutSlash(read.TEMPORAL_UI_URL),
    databaseUrl: required('DATABASE_URL', read.DATABASE_URL, 'every role'),
    artifactStore: required('ARTIFACT_STORE', read.ARTIFACT_STORE, 'every role'),
    cacheFolder: read.WORKER_CACHE ?? join(homedir(), '.cache/evoline/worker'),
    githubApiUrl: withoutSlash(read.GITHUB_API_URL) ?? 'https://api.github.com',
    github: githubAccess(env),
    archiveUrl: withoutSlash(read.GH_ARCHIVE_URL),
    demoWorldUrl: withoutSlash(read.DEMO_WORLD_URL),
    defaultSource: read.DEFAULT_SOURCE ?? null,
    contextEngine: {
      address: withoutSlash(read.CONTEXT_ENGINE_URL),
      key: read.CONTEXT_ENGINE_KEY ?? null,
    },
    benchmarkFiles: read.BENCHMARK_FILES.filter((file) => file !== ''),
    engines: wanted.includes('rollout') ? engines(read.ENGINE_URL) : new Map(),
    python: wanted.includes('train')
      ? required('EVOLINE_PYTHON', read.EVOLINE_PYTHON, 'role train')
      : null,
    trainHost: read.TRAIN_HOST ?? hostname().replaceAll(/[^\w.-]/g, '-'),
    scoring: scoreSettings(read),
    mirrors: mirrorSettings(read),
    project: read.EVOLINE_PROJECT ?? 'default',
    createdBy: read.EVOLINE_USER ?? userName(),
    inherited: env,
  };
}

function scoreSettings(read: z.infer<typeof Variables>): ScoreSettings {
  const { SCORE_THREADS, SCORE_SECONDS, SCORE_MEGABYTES } = read;
  return {
    ...(SCORE_THREADS !== undefined && { threads: SCORE_THREADS }),
    ...(SCORE_SECONDS !== undefined && { pairTimeoutSeconds: SCORE_SECONDS }),
    ...(SCORE_MEGABYTES !== undefined && { memoryMegabytes: SCORE_MEGABYTES }),
  };
}

function mirrorSettings(read: z.infer<typeof Variables>): WorkerEnvironment['mirrors'] {
  const { MIRROR_BUDGET_GIGABYTES: budget, MIRROR_MAX_GIGABYTES: most } = read;
  return {
    ...(budget !== undefined && { budgetBytes: budget * gigabyte }),
    ...(most !== undefined && { maxMirrorBytes: most * gigabyte }),
  };
}

function required(name: string, value: string | undefined, by: string): string {
  if (value !== undefined) return value;
  throw new EnvironmentError(`${name}: it is not set, and ${by} needs it`);
}

function engines(addresses: string | undefined): ReadonlyMap<string, string> {
  try {
    return parseEngineAddresses(required('ENGINE_URL', addresses, 'role rollout'));
  } catch (error) {
    throw new EnvironmentError(error instanceof Error ? error.message : String(error));
  }
}

function githubAccess(env: NodeJS.ProcessEnv): GitHubAccess {
  try {
    return readGitHubAccess(env);
  } catch (error) {
    throw new EnvironmentError(error instanceof Error ? error.message : String(error));
  }
}

function withoutSlash(value: string | undefined): string | null {
  return value?.replace(/\/+$/, '') ?? null;
}

/** A container may run under a user id that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

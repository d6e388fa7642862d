import { z } from 'zod';

/** The boundary that was crossed when something failed. */
export const Boundary = z.enum([
  'input',
  'github',
  'git',
  'archive',
  'engine',
  'trainer',
  'store',
  'database',
  'lease',
  'temporal',
]);
export type Boundary = z.infer<typeof Boundary>;

interface FailureKind {
  readonly boundary: Boundary;
  readonly retryable: boolean;
  /** What a person can do about it, one sentence. */
  readonly cure: string;
}

/**
 * Every failure that an activity, or whoever steers from outside, may raise. The code is the Temporal
 * failure type.
 */
export const failures = {
  input_invalid: {
    boundary: 'input',
    retryable: false,
    cure: 'Correct the named field and start again.',
  },
  nothing_to_work_on: {
    boundary: 'input',
    retryable: false,
    cure: 'Start the workflow that the message names first.',
  },
  not_found: {
    boundary: 'input',
    retryable: false,
    cure: 'Check the name; `evoline dataset list`, `eval show`, `schedule list` and the Temporal UI list what exists.',
  },
  dataset_revoked: {
    boundary: 'input',
    retryable: false,
    cure: 'Name another version; `evoline dataset show` of this one says why, and which version came after it.',
  },
  content_revoked: {
    boundary: 'store',
    retryable: false,
    cure: 'The content was revoked and deleted on purpose; use a version without it.',
  },
  conflict: {
    boundary: 'database',
    retryable: false,
    cure: 'Another run has committed first; nothing was lost. Look at the run that the message names.',
  },
  lease_lost: {
    boundary: 'lease',
    retryable: false,
    cure: 'A newer holder took over. Retry the stage when that holder has finished.',
  },
  lease_held: {
    boundary: 'lease',
    retryable: false,
    cure: 'Wait until the run that the message names has ended, or abort it, and start again.',
  },
  github_unreachable: {
    boundary: 'github',
    retryable: true,
    cure: 'Check GITHUB_API_URL and the network.',
  },
  github_refused: {
    boundary: 'github',
    retryable: false,
    cure: 'Check GITHUB_TOKENS and that the repository is public.',
  },
  github_malformed: {
    boundary: 'github',
    retryable: true,
    cure: 'The answer did not have the published shape; look at the named field.',
  },
  github_limited: {
    boundary: 'github',
    retryable: true,
    cure: 'Wait until the time that the message names, or set more tokens in GITHUB_TOKENS.',
  },
  source_gone: {
    boundary: 'github',
    retryable: false,
    cure: 'The repository was deleted, made private or blocked: check its name, or take it off the sources.',
  },
  git_unreachable: {
    boundary: 'git',
    retryable: true,
    cure: 'Check the address and the network; a local path must be a git repository.',
  },
  git_failed: {
    boundary: 'git',
    retryable: false,
    cure: 'The message holds what git said; check that the repository is complete.',
  },
  mirror_too_large: {
    boundary: 'git',
    retryable: false,
    cure: 'Raise MIRROR_MAX_GIGABYTES, or leave the repository out.',
  },
  disk_full: {
    boundary: 'git',
    retryable: true,
    cure: 'Mirrors that nobody used were removed already. Free disk space, or change MIRROR_BUDGET_GIGABYTES.',
  },
  archive_unreachable: {
    boundary: 'archive',
    retryable: true,
    cure: 'Check GH_ARCHIVE_URL and the network; the hour is read again from its beginning.',
  },
  engine_unreachable: {
    boundary: 'engine',
    retryable: true,
    cure: 'Start the inference engine or send retryStage with another engine.',
  },
  engine_wrong_policy: {
    boundary: 'engine',
    retryable: true,
    cure: 'The engine serves another policy version; publish again or use another engine.',
  },
  engine_incomplete: {
    boundary: 'engine',
    retryable: true,
    cure: 'The engine left out token ids or log-probs; start vLLM with log-probs enabled.',
  },
  engine_rejected: {
    boundary: 'engine',
    retryable: false,
    cure: 'The engine refused the request; the message holds its words.',
  },
  trainer_died: {
    boundary: 'trainer',
    retryable: true,
    cure: 'Look at the last lines in the message; free the GPU or lower microBatch, then retryStage.',
  },
  trainer_silent: {
    boundary: 'trainer',
    retryable: true,
    cure: 'The trainer made no progress within its deadline and was ended; check the device.',
  },
  trainer_garbled: {
    boundary: 'trainer',
    retryable: true,
    cure: 'The trainer broke its protocol; check that packages/policy is of this revision.',
  },
  trainer_out_of_memory: {
    boundary: 'trainer',
    retryable: false,
    cure: 'Send retryStage with a smaller microBatch.',
  },
  trainer_diverged: {
    boundary: 'trainer',
    retryable: false,
    cure: 'Loss or weights are not what was recorded; lower the learning rate or start from an earlier version.',
  },
  trainer_unavailable: {
    boundary: 'trainer',
    retryable: false,
    cure: 'Set EVOLINE_PYTHON to the policy environment; `evoline doctor` says what is missing.',
  },
  store_corrupt: {
    boundary: 'store',
    retryable: false,
    cure: 'An artifact does not match its digest and was not used; restore it from a copy.',
  },
  store_unreachable: {
    boundary: 'store',
    retryable: true,
    cure: 'Check ARTIFACT_STORE and free disk space.',
  },
  database_unreachable: {
    boundary: 'database',
    retryable: true,
    cure: 'Check DATABASE_URL and that PostgreSQL is running.',
  },
  temporal_unreachable: {
    boundary: 'temporal',
    retryable: true,
    cure: 'Check TEMPORAL_ADDRESS and that server and workers run: `npx evoline status`.',
  },
  update_refused: {
    boundary: 'temporal',
    retryable: false,
    cure: '`npx evoline watch <workflow id>` shows where the run stands and what it waits for.',
  },
  internal: {
    boundary: 'input',
    retryable: false,
    cure: 'This is a defect of evoline; please report the message.',
  },
} as const satisfies Record<string, FailureKind>;

export type FailureCode = keyof typeof failures;
export const FailureCode = z.enum(Object.keys(failures) as [FailureCode, ...FailureCode[]]);

/**
 * An expected failure, raised by domain, clients and db. Only activities turn it into a Temporal
 * failure. `details` must be JSON and must hold no secret.
 */
export class EvolineFailure extends Error {
  readonly code: FailureCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: FailureCode,
    message: string,
    options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EvolineFailure';
    this.code = code;
    this.details = options.details ?? {};
  }
}

import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { Database } from '@evoline/db/open-database';
import {
  releaseStoreLease,
  renewStoreLease,
  takeStoreLease,
} from '@evoline/db/queries/store-lease';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { table } from '../report/table.ts';
import { type StoreSweep, type SweepOptions, sweepStore } from '../sweeping/sweep-store.ts';

export interface StoreGcDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

export interface StoreGcOptions {
  readonly dryRun?: boolean;
  /** Hours; default 24. */
  readonly olderThan?: number;
}

const defaultHours = 24;
const leaseSeconds = 30;
const progressEveryMilliseconds = 2_000;

/**
 * `evoline store gc`: deletes what no version, run, alias or evaluation needs any more, and what was revoked.
 * `--dry-run` only counts it.
 *
 * @throws EvolineFailure lease_held when another process sweeps
 */
export async function storeGc(
  deps: StoreGcDeps,
  { dryRun = false, olderThan: olderThanHours = defaultHours }: StoreGcOptions,
  io: Io,
): Promise<ExitCode> {
  const options = { dryRun, olderThanHours, goOn: teller(io) };
  const swept = dryRun ? await sweepStore(deps, options) : await sweepAlone(deps, options);
  writeResult(io, swept, sweepText(swept));
  return 0;
}

async function sweepAlone(deps: StoreGcDeps, options: SweepOptions): Promise<StoreSweep> {
  const { database } = deps;
  const epoch = await takeStoreLease(database, leaseSeconds);
  let lost: unknown = null;
  const timer = setInterval(() => {
    renewStoreLease(database, epoch, leaseSeconds).catch((error: unknown) => (lost = error));
  }, leaseSeconds * 300);
  try {
    const goOn = (lookedAt: number): void => {
      if (lost !== null) throw lost;
      options.goOn(lookedAt);
    };
    return await sweepStore(deps, { ...options, goOn });
  } finally {
    clearInterval(timer);
    await releaseStoreLease(database, epoch);
  }
}

function teller(io: Io): (lookedAt: number) => void {
  let told = Date.now();
  return (lookedAt) => {
    if (Date.now() - told < progressEveryMilliseconds) return;
    told = Date.now();
    io.stderr.write(`looked at ${lookedAt} blobs\n`);
  };
}

/** A sweep for people. */
export function sweepText(swept: StoreSweep): string {
  const { dryRun, removed, halfWritten, batchesOfRevoked } = swept;
  const rows = Object.entries(removed)
    .toSorted(([, a], [, b]) => b.bytes - a.bytes)
    .map(([kind, { blobs, bytes }]) => [labelOf(kind), blobs, megabytes(bytes)]);
  if (halfWritten.files > 0) {
    rows.push(['half-written', halfWritten.files, megabytes(halfWritten.bytes)]);
  }
  const goes = dryRun ? 'would be deleted' : 'deleted';
  return [
    rows.length === 0 ? `Nothing ${goes}.` : table([goes, 'blobs', 'MB'], rows),
    '',
    `${swept.needed.blobs} blobs are needed, ${megabytes(swept.needed.bytes)} MB.`,
    ...youngLines(swept),
    ...(batchesOfRevoked === 0
      ? []
      : [
          `${batchesOfRevoked} batches hold tokens of revoked items beside those of others and are kept: they prove what was trained.`,
        ]),
  ].join('\n');
}

function labelOf(kind: string): string {
  return kind === 'unknown' ? 'pages, and what no row tells of' : kind;
}

function youngLines({ young, putBefore, heldBackByMining }: StoreSweep): string[] {
  if (young.blobs === 0) return [];
  const why = heldBackByMining ? 'mining that still runs began then' : 'see --older-than';
  return [
    `${young.blobs} more are not needed yet or any more, ${megabytes(young.bytes)} MB; they were put since ${putBefore.slice(0, 16)}Z (${why}).`,
  ];
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

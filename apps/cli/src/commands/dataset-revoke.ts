import { EvolineFailure } from '@evoline/contract/failures';
import { RevocationReason } from '@evoline/contract/withdrawal';
import type { Database } from '@evoline/db/open-database';
import { revokedVersion } from '@evoline/db/queries/dataset-states';
import { datasetsByDigest } from '@evoline/db/queries/datasets';
import { recordRevocations } from '@evoline/db/queries/revocations';
import { revokeDatasets } from '@evoline/db/queries/revoke-datasets';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { revocationText } from '../revoking/revocation-text.ts';
import { findWithdrawn, type WithdrawnSubject } from '../revoking/withdrawn-subject.ts';
import {
  type TouchedVersion,
  type WithdrawalImpact,
  withdrawalImpact,
} from '../revoking/withdrawal-impact.ts';
import { requireDataset } from './require-dataset.ts';

export interface RevokeOptions {
  readonly reason: string;
  readonly note?: string;
  /** The version to freeze anew; default: those that `latest` and other names point at. */
  readonly from?: string;
  readonly dryRun?: boolean;
}

export interface RevokeDeps {
  readonly database: Database;
  /** Who is written down beside it. */
  readonly user: string;
  /** Freezes a version anew, as a draft, without what it may not hold; null: nothing is left of it. */
  readonly freezeFrom: (version: string, reason: string) => Promise<string | null>;
}

/** What was revoked, or would be, and what that touches. */
export interface RevocationResult extends WithdrawalImpact {
  readonly subject: WithdrawnSubject;
  readonly reason: RevocationReason;
  readonly note: string | null;
  readonly dryRun: boolean;
  /** Items that were not revoked before. */
  readonly newlyRevoked: number;
  /** The version after each version, by digest; null: there is none. */
  readonly successors: Readonly<Record<string, string | null>>;
}

/**
 * `evoline dataset revoke <item | pull request | version> --reason …`: revokes, freezes what is in use anew
 * without it, and tells what it went into. Cut short anywhere, it may be run again.
 *
 * @throws UsageError; EvolineFailure not_found, input_invalid
 */
export async function datasetRevoke(
  deps: RevokeDeps,
  name: string,
  options: RevokeOptions,
  io: Io,
): Promise<ExitCode> {
  const { database } = deps;
  const { dryRun = false, note = null } = options;
  const reason = readReason(options.reason);
  const subject = await findWithdrawn(database, name);
  const impact = await withdrawalImpact(database, subject);
  const toFreeze = await versionsToFreeze(deps, subject, impact, options.from);
  const why = { reason, note, createdBy: deps.user };
  const digests = subject.kind === 'items' ? subject.items.map((item) => item.digest) : [];
  const done = dryRun
    ? { newlyRevoked: 0, successors: {} }
    : {
        newlyRevoked: await recordRevocations(database, digests, why),
        successors: await replaceAll(
          deps,
          subject,
          { impact, toFreeze },
          reasonText(subject, why),
          io,
        ),
      };
  const result = { subject, reason, note, dryRun, ...impact, ...done };
  writeResult(io, result, revocationText(result, toFreeze));
  return 0;
}

function readReason(text: string): RevocationReason {
  const reason = RevocationReason.safeParse(text);
  if (reason.success) return reason.data;
  throw new UsageError(`--reason: expected ${RevocationReason.options.join(', ')}, got ${text}`);
}

/** Such as `pallets/flask#7 (item 0123456789ab): licence, by mail`. */
function reasonText(
  subject: WithdrawnSubject,
  { reason, note }: { readonly reason: string; readonly note: string | null },
): string {
  const digests =
    subject.kind === 'items' ? subject.items.map(({ digest }) => digest.slice(0, 12)) : [];
  const items = digests.length === 0 ? 'the whole version' : `item ${digests.join(', ')}`;
  const label = subject.kind === 'items' ? `${subject.label} (${items})` : items;
  return `${label}: ${reason}${note === null ? '' : `, ${note}`}`;
}

/** The published versions that somebody goes by. */
async function versionsToFreeze(
  { database }: RevokeDeps,
  subject: WithdrawnSubject,
  { versions }: Pick<WithdrawalImpact, 'versions'>,
  from: string | undefined,
): Promise<readonly TouchedVersion[]> {
  if (subject.kind === 'version') {
    if (from === undefined) return [];
    throw new UsageError('--from goes with an item: a version that is revoked is not frozen anew');
  }
  if (from !== undefined) {
    const wanted = await requireDataset(database, from);
    const held = versions.find(({ version }) => version.digest === wanted.digest);
    if (held !== undefined) return [held];
    const message = `dataset version ${wanted.digest.slice(0, 12)} does not hold ${subject.label}`;
    throw new EvolineFailure('input_invalid', message);
  }
  return versions.filter(
    ({ version, aliases }) => version.state === 'published' && aliases.length > 0,
  );
}

interface Replacement {
  readonly impact: Pick<WithdrawalImpact, 'versions'>;
  readonly toFreeze: readonly TouchedVersion[];
}
type Successors = Readonly<Record<string, string | null>>;

/** Until no version holds it: a freeze that was at work already may publish the item once more meanwhile. */
async function replaceAll(
  deps: RevokeDeps,
  subject: WithdrawnSubject,
  first: Replacement,
  reason: string,
  io: Io,
): Promise<Successors> {
  const successors = await replaceVersions(deps, first, reason, io);
  if (subject.kind === 'version') return successors;
  const { versions } = await withdrawalImpact(deps.database, subject);
  if (versions.every(({ version }) => version.state === 'revoked')) return successors;
  const impact = { versions: versions.filter(({ version }) => version.state !== 'revoked') };
  const toFreeze = await versionsToFreeze(deps, subject, impact, undefined);
  const later = await replaceAll(deps, subject, { impact, toFreeze }, reason, io);
  return { ...successors, ...later };
}

async function replaceVersions(
  { database, user, freezeFrom }: RevokeDeps,
  { impact: { versions }, toFreeze }: Replacement,
  reason: string,
  io: Io,
): Promise<Successors> {
  const frozen = new Map<string, string | null>();
  for (const { version } of toFreeze) {
    io.stderr.write(`freezing ${version.digest.slice(0, 12)} anew\n`);
    frozen.set(version.digest, await freezeFrom(version.digest, `without ${reason}`));
  }
  const revocations = versions.map(({ version }) => {
    return { version, reason, successor: frozen.get(version.digest) ?? null };
  });
  await revokeDatasets(database, revocations, user);
  return { ...(await successorsOf(database, versions)), ...Object.fromEntries(frozen) };
}

async function successorsOf(
  database: Database,
  versions: readonly TouchedVersion[],
): Promise<Successors> {
  const rows = await datasetsByDigest(
    database,
    versions.map(({ version }) => version.digest),
  );
  const found = rows.map(async (row) => {
    return [row.digest, (await revokedVersion(database, row))?.successor ?? null] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

import { EvolineFailure } from '@evoline/contract/failures';
import { type FreezeReason, freezeReasons } from '@evoline/contract/dataset';
import type { MinedPullRequest } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { miningRuns } from '@evoline/db/queries/mining-runs';
import { newestVerdicts } from '@evoline/db/queries/mined-verdicts';
import { standingOptOuts } from '@evoline/db/queries/opt-outs';
import { renamedRepositoryNames } from '@evoline/db/queries/repository-names';
import { revokedDigests } from '@evoline/db/queries/revocations';
import type { RunRow } from '@evoline/db/queries/runs';
import { minedPullRequestsOf } from '@evoline/db/queries/what-was-mined';
import { chooseCurrentItems } from '@evoline/domain/dataset/choose-current-items';
import type { FreezeDrop } from '@evoline/domain/dataset/freeze-drop';
import { winnowItems } from '@evoline/domain/dataset/winnow-items';
import { readSignature } from '@evoline/domain/mine/decontamination/min-hash';
import { countFunnel } from '@evoline/domain/mine/funnel';
import { describeFunnel, type FunnelRow } from '@evoline/domain/mine/describe-funnel';
import { resolveFreezeConfig } from '@evoline/domain/run/resolve-freeze-config';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { funnelTable, percent, sampleText } from '../mining/funnel-text.ts';

export interface FunnelOptions {
  /** One filter only. */
  readonly reason?: string;
  /** Rejects shown of each filter. */
  readonly sample?: number;
}

const defaultSample = { all: 3, one: 20 } as const;

/**
 * `evoline mine funnel [run]`: what every filter dropped in a mining run, how much of all that is, and some
 * of the rejects with what they were found by; then what freezing would leave out of what was kept.
 *
 * @throws EvolineFailure not_found, nothing_to_work_on
 */
export async function mineFunnel(
  { database }: { readonly database: Database },
  name: string | undefined,
  options: FunnelOptions,
  io: Io,
): Promise<ExitCode> {
  const runs = await requireRuns(database, name ?? null);
  const verdicts: MinedPullRequest[] = [];
  for (const { id } of runs) verdicts.push(...(await minedPullRequestsOf(database, id)));
  const size =
    options.sample ?? (options.reason === undefined ? defaultSample.all : defaultSample.one);
  const { seen, kept } = countFunnel(verdicts);
  const filters = chosen(describeFunnel(verdicts, size), options.reason);
  const atFreeze = chosen(await freezeRows(database, verdicts, size), options.reason);
  if (options.reason !== undefined && filters.length + atFreeze.length === 0) {
    throw new UsageError(`--reason ${options.reason}: no filter gives it`);
  }
  const names = runs.map(({ id, name: runName, summary }) => ({ id, name: runName, summary }));
  const result = { runs: names, seen, kept, filters, atFreeze };
  writeResult(io, result, funnelText(runs, { seen, kept, filters, atFreeze }));
  return 0;
}

async function requireRuns(database: Database, name: string | null): Promise<RunRow[]> {
  const runs = await miningRuns(database, name);
  if (runs.length > 0) return runs;
  if (name === null) {
    throw new EvolineFailure(
      'nothing_to_work_on',
      'Nothing was mined yet. Start minePullRequests first.',
    );
  }
  const message = `there is no mining run ${name}; give a run name, a workflow id, or leave it out for the newest`;
  throw new EvolineFailure('not_found', message);
}

type FreezeRow = FunnelRow<FreezeReason>;

const freezing = [
  'opted_out',
  'revoked',
  'reverted_later',
  'near_duplicate',
  'across_splits',
] as const satisfies readonly FreezeReason[];

/** What freezing by default leaves out of all that is kept of the run's repositories. */
async function freezeRows(
  database: Database,
  verdicts: readonly MinedPullRequest[],
  size: number,
): Promise<FreezeRow[]> {
  const names = [...new Set(verdicts.map(({ repository }) => repository))];
  const rows = await newestVerdicts(database, names);
  const current = chooseCurrentItems(
    rows.map((row) => {
      const mergedAt = row.mergedAt?.toISOString() ?? null;
      const signature = row.signature === null ? null : readSignature(row.signature);
      return { ...row, mergedAt, signature, minedAt: row.minedAt.toISOString() };
    }),
  );
  const now = new Date().toISOString();
  const { recipe } = resolveFreezeConfig({}, { minedRepositories: names, now });
  const optOuts = await standingOptOuts(database);
  const revoked = new Map([...(await revokedDigests(database))].map((one) => [one, 'revoked']));
  const renamed = await renamedRepositoryNames(database);
  const { drops } = winnowItems(current, { recipe, asOf: now, optOuts, renamed, revoked });
  const titles = new Map(verdicts.map((verdict) => [keyOf(verdict), verdict]));
  return freezing.map((reason) => {
    const own = drops.filter((drop) => drop.reason === reason);
    const share = current.items.length === 0 ? 0 : own.length / current.items.length;
    const sample = own.slice(0, size).map((drop) => sampleOf(drop, titles.get(keyOf(drop.item))));
    return { reason, because: freezeReasons[reason], dropped: own.length, share, sample };
  });
}

function sampleOf({ item, evidence }: FreezeDrop, verdict: MinedPullRequest | undefined) {
  const { repository, number } = item;
  return { repository, number, url: verdict?.url ?? null, title: verdict?.title ?? '', evidence };
}

function keyOf({
  repository,
  number,
}: {
  readonly repository: string;
  readonly number: number;
}): string {
  return `${repository}#${number}`;
}

function chosen<T extends { readonly reason: string }>(
  rows: readonly T[],
  reason: string | undefined,
): T[] {
  return rows.filter((row) => reason === undefined || row.reason === reason);
}

interface Shown {
  readonly seen: number;
  readonly kept: number;
  readonly filters: readonly FunnelRow[];
  readonly atFreeze: readonly FreezeRow[];
}

function funnelText(runs: readonly RunRow[], { seen, kept, filters, atFreeze }: Shown): string {
  const [first] = runs;
  const which =
    runs.length === 1
      ? `run ${first?.name} (${first?.id})`
      : `${runs.length} runs of ${first?.name}`;
  const share = seen === 0 ? '' : ` (${percent(kept / seen)})`;
  const head = `${which}: ${seen} pull requests seen, ${kept} kept${share}`;
  const rest = atFreeze.filter(({ dropped }) => dropped > 0);
  const later = rest.map(
    ({ dropped, reason, because }) =>
      `freezing leaves out ${dropped} of what is kept for ${reason}: ${because}`,
  );
  return [head, funnelTable(filters), ...later, sampleText([...filters, ...rest])]
    .filter(Boolean)
    .join('\n\n');
}

import { closeRepository } from '@evoline/activities/mine/close-repository';
import type { ActivityContext } from '@evoline/activities/activity-context';
import { extractItems } from '@evoline/activities/mine/extract-items';
import { hydratePullRequests } from '@evoline/activities/mine/hydrate-pull-requests';
import type { MineDeps } from '@evoline/activities/mine/mine-deps';
import { openSource } from '@evoline/activities/mine/open-source';
import { pagePullRequests } from '@evoline/activities/mine/page-pull-requests';
import type {
  MinePullRequestsInput,
  MineSummary,
  PageCursor,
  PullRequestPage,
  SourceRepository,
} from '@evoline/contract/mine';
import { insertRun } from '@evoline/db/queries/runs';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { aRun } from '@evoline/testing/database/seed-mined';

/** What an activity is given, with its heartbeats on record. */
export function aContext(
  over: Partial<ActivityContext> = {},
): ActivityContext & { beats: unknown[] } {
  const beats: unknown[] = [];
  const signal = new AbortController().signal;
  return {
    heartbeat: (detail?: unknown) => beats.push(detail),
    signal,
    lastHeartbeat: undefined,
    attempt: 1,
    beats,
    ...over,
  };
}

/** Opens a run of `minePullRequests` with this input. */
export async function openMineRun(
  { database }: MineDeps,
  runId: string,
  input: MinePullRequestsInput,
  pageSize = 100,
): Promise<void> {
  const config = { ...resolveMineConfig(input), extractChunk: pageSize };
  await insertRun(database, aRun({ id: runId, config: { workflow: 'minePullRequests', config } }));
}

/** Calls the activities in the order of the workflow; `again` calls each of them twice, as a retry would. */
export async function runActivities(
  deps: MineDeps,
  runId: string,
  again = false,
): Promise<MineSummary> {
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    if (again) await work();
    return await work();
  };
  const opened = await call(() => openSource(deps, { runId }, aContext()));
  if (opened.kind === 'wait') throw new Error('asked to wait');
  let summary: MineSummary | undefined;
  for (const repository of opened.repositories) {
    await walkPages(deps, { runId, repository, call });
    summary = await call(() => closeRepository(deps, { runId, repository }));
  }
  if (summary === undefined) throw new Error('the source has no repository');
  return summary;
}

interface Walk {
  readonly runId: string;
  readonly repository: SourceRepository;
  readonly call: <T>(work: () => Promise<T>) => Promise<T>;
}

async function walkPages(deps: MineDeps, { runId, repository, call }: Walk): Promise<void> {
  let cursor: PageCursor | null = null;
  do {
    const at: PageCursor | null = cursor;
    const found: PullRequestPage = await call(() =>
      pagePullRequests(deps, { runId, repository, cursor: at }, aContext()),
    );
    if (found.kind !== 'page') throw new Error(`it answered ${found.kind}`);
    const hydrated = await call(() =>
      hydratePullRequests(deps, { runId, repository, page: found.page }, aContext()),
    );
    if (hydrated.kind !== 'page') throw new Error(`it answered ${hydrated.kind}`);
    await call(() => extractItems(deps, { runId, repository, page: hydrated.page }, aContext()));
    cursor = found.next;
  } while (cursor !== null);
}

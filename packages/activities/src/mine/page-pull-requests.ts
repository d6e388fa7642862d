import type {
  FoundPage,
  PageCursor,
  PullRequestPage,
  SourceRepository,
} from '@evoline/contract/mine';
import { proposeAnswer } from '@evoline/db/queries/github-answers';
import { seenPullRequests } from '@evoline/db/queries/seen-pull-requests';
import { findInHistory } from '@evoline/domain/mine/find-in-history';
import {
  firstCursor,
  listPage,
  type PullRequestLister,
} from '@evoline/domain/mine/list-pull-requests';
import { type MineCursor, readCursor, writeCursor } from '@evoline/domain/mine/mine-cursor';
import type { Candidates } from '@evoline/domain/mine/mining-ports';
import { basisDigest, type Unseen, unseen } from '@evoline/domain/mine/seen-states';
import { withPulse } from '../pulse.ts';
import { readPage, storePage } from './candidate-pages.ts';
import type { MiningContext } from './counting-quota.ts';
import { orGone } from './gone-repository.ts';
import type { MineDeps } from './mine-deps.ts';
import { apiOf, type MineRun, readMineRun, renewNothing } from './mine-run.ts';
import { orWait } from './rate-limit-answer.ts';

interface PageRequest {
  readonly runId: string;
  readonly repository: SourceRepository;
  readonly cursor: PageCursor | null;
}

type HistoryCursor = Extract<MineCursor, { kind: 'history' }>;

/**
 * Finds the next page of pull requests. GitHub is asked for what was updated since the watermark, or
 * for all; a history is read once and its finds are cut into pages.
 */
export async function pagePullRequests(
  deps: MineDeps,
  request: PageRequest,
  context: MiningContext,
): Promise<PullRequestPage> {
  return await withPulse(context, renewNothing, async () => {
    const run = await readMineRun(deps, request.runId);
    const cursor = request.cursor === null ? null : readCursor(request.cursor);
    const { repository } = request;
    if (repository.pullRequests !== undefined) {
      const chosen = { kind: 'history' as const, found: repository.pullRequests, offset: 0 };
      return await pageOfHistory(deps, run, request, cursor?.kind === 'history' ? cursor : chosen);
    }
    const api = apiOf(deps, run.source, context, repository.key);
    if (api !== null) {
      const found = await orGone(deps, repository, () =>
        orWait(() => pageOfApi(deps, run, request, cursor, api)),
      );
      return found.kind === 'wait' ? { ...found, cursor: request.cursor } : found;
    }
    const isKnown = cursor?.kind === 'history';
    const found = isKnown ? cursor : await readHistory(deps, run, request, context);
    return await pageOfHistory(deps, run, request, found);
  });
}

async function pageOfApi(
  deps: MineDeps,
  run: MineRun,
  { repository, cursor: text }: PageRequest,
  cursor: MineCursor | null,
  api: PullRequestLister,
): Promise<FoundPage> {
  const { config, runId } = run;
  const at = cursor === null || cursor.kind === 'history' ? null : cursor;
  const from = at ?? firstCursor(repository.watermark, config.limit);
  const { candidates, next, tag } = await listPage(api, repository.name, from, config.limit);
  const listed = { fresh: candidates, isComplete: true };
  const { fresh, isComplete } =
    config.limit === null ? await unseenOf(deps, run, repository, candidates) : listed;
  if (text === null && tag !== null && isComplete) {
    await proposeAnswer(deps.database, tag, { runId, repositoryKey: repository.key });
  }
  return {
    kind: 'page',
    page: await storePage(deps, repository.name, fresh),
    pullRequests: fresh.length,
    next: next === null ? null : writeCursor(next),
  };
}

async function unseenOf(
  { database }: MineDeps,
  { config, runId }: MineRun,
  { key }: SourceRepository,
  candidates: Candidates,
): Promise<Unseen> {
  const numbers = candidates.map(({ number }) => number);
  const seen = await seenPullRequests(database, key, numbers);
  return unseen(candidates, seen, { runId, basis: basisDigest(config) });
}

async function readHistory(
  deps: MineDeps,
  { config }: MineRun,
  { repository: { key, name, gitAddress } }: PageRequest,
  { signal }: MiningContext,
): Promise<HistoryCursor> {
  const mirrors = deps.mirrors.during({ signal });
  // Another host may have opened the source.
  if (!(await mirrors.has(key))) await mirrors.refresh(key, gitAddress, { isBlobless: true });
  const mirror = mirrors.open(key);
  try {
    const history = await deps.histories.load(mirror, key);
    const found = await storePage(deps, name, findInHistory(history, name, config.limit));
    return { kind: 'history', found, offset: 0 };
  } finally {
    mirror.close();
  }
}

async function pageOfHistory(
  deps: MineDeps,
  { config }: MineRun,
  { repository }: PageRequest,
  { found, offset }: HistoryCursor,
): Promise<PullRequestPage> {
  const all = await readPage(deps, found);
  const end = offset + config.extractChunk;
  const candidates = all.slice(offset, end);
  return {
    kind: 'page',
    page: await storePage(deps, repository.name, candidates),
    pullRequests: candidates.length,
    next: end < all.length ? writeCursor({ kind: 'history', found, offset: end }) : null,
  };
}

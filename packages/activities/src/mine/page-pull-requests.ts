import { RateLimited } from '@evoline/clients/github/github-client';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PageCursor, PullRequestPage, SourceRepository } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { findPullRequests } from '@evoline/domain/mine/history-pull-requests';
import {
  firstCursor,
  listPage,
  type PullRequestLister,
} from '@evoline/domain/mine/list-pull-requests';
import { type MineCursor, readCursor, writeCursor } from '@evoline/domain/mine/mine-cursor';
import type { ActivityContext } from '../activity-context.ts';
import { withPulse } from '../pulse.ts';
import { readPage, storePage } from './candidate-pages.ts';
import type { MineDeps } from './mine-deps.ts';
import { githubOf, type MineRun, readMineRun, renewNothing, withMirror } from './mine-run.ts';

interface PageRequest {
  readonly runId: string;
  readonly repository: SourceRepository;
  readonly cursor: PageCursor | null;
}

/**
 * Finds the next page of pull requests. GitHub is asked for what was updated since the watermark, or
 * for all; a history is read once and its finds are cut into pages.
 */
export async function pagePullRequests(
  deps: MineDeps,
  request: PageRequest,
  context: ActivityContext,
): Promise<PullRequestPage> {
  return await withPulse(context, renewNothing, async (note) => {
    const run = await readMineRun(deps, request.runId);
    const cursor = request.cursor === null ? null : readCursor(request.cursor);
    const github = githubOf(deps, run.source, context);
    if (github !== null) return await pageOfGitHub(deps, run, request, cursor, github);
    const found =
      cursor?.kind === 'history' ? cursor : await findInHistory(deps, run, request, context, note);
    return await pageOfHistory(deps, run, request, found);
  });
}

async function pageOfGitHub(
  deps: MineDeps,
  { config }: MineRun,
  { repository, cursor: text }: PageRequest,
  cursor: MineCursor | null,
  github: PullRequestLister,
): Promise<PullRequestPage> {
  const at = cursor === null || cursor.kind === 'history' ? null : cursor;
  const from = at ?? firstCursor(repository.watermark, config.limit);
  try {
    const { candidates, next } = await listPage(github, repository.name, from, config.limit);
    return {
      kind: 'page',
      page: await storePage(deps, repository.name, candidates),
      pullRequests: candidates.length,
      next: next === null ? null : writeCursor(next),
    };
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    return { kind: 'wait', cursor: text, waitUntil: error.waitUntil };
  }
}

type HistoryCursor = Extract<MineCursor, { kind: 'history' }>;

async function findInHistory(
  deps: MineDeps,
  { config }: MineRun,
  { repository }: PageRequest,
  context: ActivityContext,
  note: (detail: unknown) => void,
): Promise<HistoryCursor> {
  const folder = deps.mirrors.pathOf(repository.key);
  const { graph, head, pullHeads } = await withMirror(deps, folder, context, (mirror) =>
    deps.histories.load(mirror, (commits) => note(`${commits} commits read`)),
  );
  const all = head === null ? [] : findPullRequests({ graph, head: head.id, pullHeads });
  if (all.length === 0) throw noPullRequests(repository.name, graph.size);
  const found = await storePage(deps, repository.name, all.slice(0, config.limit ?? all.length));
  return { kind: 'history', found, offset: 0 };
}

function noPullRequests(name: string, commits: number): EvolineFailure {
  const looked = 'no "Merge pull request #n from …" and no title that ends in "(#n)"';
  return new EvolineFailure(
    'nothing_to_work_on',
    `source: ${name} shows no pull requests: among its ${commits} commits there is ${looked}`,
  );
}

async function pageOfHistory(
  deps: MineDeps,
  { config }: MineRun,
  { repository }: PageRequest,
  { found, offset }: HistoryCursor,
): Promise<PullRequestPage> {
  const all = await readPage(deps, found);
  const end = offset + config.extractChunk;
  const candidates: readonly PullRequestCandidate[] = all.slice(offset, end);
  return {
    kind: 'page',
    page: await storePage(deps, repository.name, candidates),
    pullRequests: candidates.length,
    next: end < all.length ? writeCursor({ kind: 'history', found, offset: end }) : null,
  };
}

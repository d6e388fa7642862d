import { RateLimited } from '@evoline/clients/github/github-client';
import { type ArtifactRef, mediaTypes } from '@evoline/contract/artifact';
import { PartialHydration } from '@evoline/contract/hydrated-pull-request';
import type { HydratedPage, PageCursor, SourceRepository } from '@evoline/contract/mine';
import { withdrawAnswers } from '@evoline/db/queries/github-answers';
import { noteUnchanged, seenPullRequests } from '@evoline/db/queries/seen-pull-requests';
import { cleanCandidate } from '@evoline/domain/mine/clean-candidate';
import {
  hydrateCandidates,
  HydrationMemory,
  type PullRequestHydrator,
} from '@evoline/domain/mine/hydrate-candidates';
import type { Candidates } from '@evoline/domain/mine/mining-ports';
import { hydrationMemory, partialHydration } from '@evoline/domain/mine/partial-hydration';
import { basisDigest, partChanged } from '@evoline/domain/mine/seen-states';
import { withPulse } from '../pulse.ts';
import { readPage, storePage } from './candidate-pages.ts';
import type { MiningContext } from './counting-quota.ts';
import { orGone } from './gone-repository.ts';
import type { MineDeps } from './mine-deps.ts';
import { apiOf, type MineRun, readMineRun, renewNothing } from './mine-run.ts';

interface HydrateRequest {
  readonly runId: string;
  readonly repository: SourceRepository;
  readonly page: ArtifactRef;
  readonly cursor?: PageCursor | null;
}

/**
 * Completes a page with commits and linked issues, and leaves out what turns out not to have changed. A
 * history holds all it knows already. Asked to wait, it hands back what it has, so that nothing is paid twice.
 */
export async function hydratePullRequests(
  deps: MineDeps,
  request: HydrateRequest,
  context: MiningContext,
): Promise<HydratedPage> {
  return await withPulse(context, renewNothing, async (note) => {
    const { repository } = request;
    const run = await readMineRun(deps, request.runId);
    const candidates = await readPage(deps, request.page);
    const api = apiOf(deps, run.source, context, repository.key);
    if (api === null) return { kind: 'page', page: request.page, pullRequests: candidates.length };
    const memory = await readMemory(deps, request.cursor ?? null);
    const onProgress = (done: number): void => note({ hydrated: done });
    return await orGone(deps, repository, () =>
      hydratePage(deps, run, request, { api, candidates, memory, onProgress }),
    );
  });
}

interface Hydration {
  readonly api: PullRequestHydrator;
  readonly candidates: Candidates;
  readonly memory: HydrationMemory;
  readonly onProgress: (done: number) => void;
}

async function hydratePage(
  deps: MineDeps,
  { config, runId }: MineRun,
  { repository: { key, name } }: HydrateRequest,
  { api, candidates, memory, onProgress }: Hydration,
): Promise<HydratedPage> {
  const options = { width: config.hydrateWidth, memory, onProgress };
  try {
    const found = await hydrateCandidates(api, name, candidates, options);
    const hydrated = found.map(cleanCandidate);
    const numbers = hydrated.map(({ number }) => number);
    const seen =
      config.limit === null ? await seenPullRequests(deps.database, key, numbers) : new Map();
    const { changed, unchanged } = partChanged(hydrated, seen, basisDigest(config));
    await noteUnchanged(deps.database, key, unchanged);
    if (isBehind(hydrated, candidates))
      await withdrawAnswers(deps.database, { runId, repositoryKey: key });
    const page = await storePage(deps, name, changed);
    return { kind: 'page', page, pullRequests: changed.length };
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    return { kind: 'wait', cursor: await storeMemory(deps, memory), waitUntil: error.waitUntil };
  }
}

/** GraphQL told of an earlier state than the list did: the list must be asked for again. */
function isBehind(hydrated: Candidates, listed: Candidates): boolean {
  const times = new Map(listed.map(({ number, updatedAt = '' }) => [number, updatedAt]));
  return hydrated.some(({ number, updatedAt = '' }) => updatedAt < (times.get(number) ?? ''));
}

async function storeMemory(
  { store }: Pick<MineDeps, 'store'>,
  memory: HydrationMemory,
): Promise<PageCursor> {
  return (await store.putJson(partialHydration(memory), mediaTypes.page)).sha256;
}

async function readMemory(
  { store }: Pick<MineDeps, 'store'>,
  cursor: PageCursor | null,
): Promise<HydrationMemory> {
  if (cursor === null) return new HydrationMemory();
  return hydrationMemory(PartialHydration.parse(await store.getJson({ sha256: cursor })));
}

import type { ArtifactRef } from '@evoline/contract/artifact';
import type { HydratedPage, SourceRepository } from '@evoline/contract/mine';
import { RateLimited } from '@evoline/clients/github/github-client';
import { hydrateCandidates } from '@evoline/domain/mine/hydrate-candidates';
import type { ActivityContext } from '../activity-context.ts';
import { withPulse } from '../pulse.ts';
import { readPage, storePage } from './candidate-pages.ts';
import type { MineDeps } from './mine-deps.ts';
import { apiOf, readMineRun, renewNothing } from './mine-run.ts';

/** Completes a page with commits and linked issues. A history holds all it knows already. */
export async function hydratePullRequests(
  deps: MineDeps,
  request: {
    readonly runId: string;
    readonly repository: SourceRepository;
    readonly page: ArtifactRef;
  },
  context: ActivityContext,
): Promise<HydratedPage> {
  return await withPulse(context, renewNothing, async (note) => {
    const { config, source } = await readMineRun(deps, request.runId);
    const candidates = await readPage(deps, request.page);
    const api = apiOf(deps, source, context);
    if (api === null) return { kind: 'page', page: request.page, pullRequests: candidates.length };
    const { name } = request.repository;
    const options = {
      width: config.hydrateWidth,
      onProgress: (done: number) => note({ hydrated: done }),
    };
    try {
      const hydrated = await hydrateCandidates(api, name, candidates, options);
      const page = await storePage(deps, name, hydrated);
      return { kind: 'page', page, pullRequests: hydrated.length };
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      return { kind: 'wait', waitUntil: error.waitUntil };
    }
  });
}

import { gitVersion } from '@evoline/clients/git/run-git';
import { RateLimited } from '@evoline/clients/github/github-client';
import { EvolineFailure } from '@evoline/contract/failures';
import type { OpenedSource, SourceRepository } from '@evoline/contract/mine';
import { recordSnapshot, upsertRepository } from '@evoline/db/queries/sources';
import { findRepositories } from '@evoline/domain/mine/find-repositories';
import type { ActivityContext } from '../activity-context.ts';
import { withPulse } from '../pulse.ts';
import type { MineDeps } from './mine-deps.ts';
import { apiOf, readMineRun, renewNothing } from './mine-run.ts';

/**
 * Finds the repositories of a run's source and notes them with what this run met.
 *
 * @throws EvolineFailure input_invalid, not_found or nothing_to_work_on, saying what the source lacks
 */
export async function openSource(
  deps: MineDeps,
  { runId }: { readonly runId: string },
  context: ActivityContext,
): Promise<OpenedSource> {
  return await withPulse(context, renewNothing, async (note) => {
    const { source } = await readMineRun(deps, runId);
    const mirrors = deps.mirrors.during({ signal: context.signal, onProgress: note });
    const found = await findRepositories(source, mirrors, apiOf(deps, source, context)).catch(
      limited,
    );
    const toolVersions = { git: await gitVersion(mirrors.program) };
    const repositories: SourceRepository[] = [];
    for (const { repository, headSha } of found) {
      repositories.push(await upsertRepository(deps.database, repository));
      const repositoryKey = repository.key;
      await recordSnapshot(deps.database, { runId, repositoryKey, headSha, toolVersions });
    }
    return { repositories };
  });
}

/** Opening has no way to wait but to be tried again. */
function limited(error: unknown): never {
  if (!(error instanceof RateLimited)) throw error;
  const details = { waitUntil: error.waitUntil };
  throw new EvolineFailure('github_unreachable', error.message, { cause: error, details });
}

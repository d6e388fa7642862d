import { gitVersion } from '@evoline/clients/git/run-git';
import type { GitHubClient } from '@evoline/clients/github/github-client';
import { EvolineFailure } from '@evoline/contract/failures';
import type { SourceOpening, SourceRepository } from '@evoline/contract/mine';
import {
  markGone,
  recordOpening,
  recordSnapshot,
  repositoryCalled,
  upsertRepository,
} from '@evoline/db/queries/sources';
import {
  findRepositories,
  openApi,
  type OpenedRepository,
} from '@evoline/domain/mine/find-repositories';
import type { MirrorAccess } from '@evoline/domain/mine/mining-ports';
import type { Source } from '@evoline/domain/mine/source-locator';
import { withPulse } from '../pulse.ts';
import type { MiningContext } from './counting-quota.ts';
import type { MineDeps } from './mine-deps.ts';
import { apiOf, apiOn, readMineRun, renewNothing } from './mine-run.ts';
import { openArchive } from './open-archive.ts';
import { orWait } from './rate-limit-answer.ts';
import { withoutOptedOut } from './without-opted-out.ts';

/**
 * Finds the repositories of a run's source and notes them with what this run met.
 *
 * @throws EvolineFailure input_invalid, not_found, source_gone or nothing_to_work_on, saying what the source lacks
 */
export async function openSource(
  deps: MineDeps,
  { runId }: { readonly runId: string },
  context: MiningContext,
): Promise<SourceOpening> {
  return await withPulse(context, renewNothing, async (note) => {
    const { source } = await readMineRun(deps, runId);
    const mirrors = deps.mirrors.during({ signal: context.signal, onProgress: note });
    const toolVersions = { git: await gitVersion(mirrors.program) };
    const noteAll = async (found: readonly OpenedRepository[]): Promise<SourceRepository[]> => {
      const noted: SourceRepository[] = [];
      for (const one of await withoutOptedOut(deps, found))
        noted.push(await noteOpened(deps, runId, one, toolVersions));
      return noted;
    };
    if (source.kind === 'archive') {
      const api = apiOn(deps, 'github', context, 'archive');
      return await openArchive(deps, { source, mirrors, api, context, note, noteAll });
    }
    const known = await knownKey(deps, source);
    const api = apiOf(deps, source, context, known ?? subjectOf(source));
    const found = await orWait(() => findOrFollow(deps, { source, mirrors, api, known }));
    if ('kind' in found) return found;
    return { kind: 'page', repositories: await noteAll(found) };
  });
}

interface Finding {
  readonly source: Source;
  readonly mirrors: MirrorAccess;
  readonly api: GitHubClient | null;
  /** Key of the repository that the source's name led to before. */
  readonly known: string | null;
}

/** A name that leads nowhere any more may have been given up by its repository, which is asked for by its id. */
async function findOrFollow(
  deps: MineDeps,
  { source, mirrors, api, known }: Finding,
): Promise<OpenedRepository[]> {
  try {
    return await findRepositories(source, mirrors, api);
  } catch (error) {
    const isGone = error instanceof EvolineFailure && error.code === 'source_gone';
    if (!isGone || known === null || api === null) throw error;
    const id = Number(known.slice(known.indexOf(':') + 1));
    const moved = await api.repositoryById(id);
    if (moved !== null) return [await openApi('github', moved, mirrors)];
    await markGone(deps.database, known, error.message);
    throw error;
  }
}

async function noteOpened(
  { database }: MineDeps,
  runId: string,
  { repository, headSha, askedAt }: OpenedRepository,
  toolVersions: Readonly<Record<string, string>>,
): Promise<SourceRepository> {
  const noted = await upsertRepository(database, repository);
  const repositoryKey = repository.key;
  await recordSnapshot(database, { runId, repositoryKey, headSha, toolVersions });
  if (askedAt !== null) {
    await recordOpening(database, { runId, repositoryKey, askedAt: new Date(askedAt) });
  }
  return noted;
}

async function knownKey({ database }: MineDeps, source: Source): Promise<string | null> {
  if (source.kind !== 'github' || source.name.includes('*')) return null;
  return await repositoryCalled(database, 'github', `${source.owner}/${source.name}`);
}

/** Who asks before a repository is known. */
function subjectOf(source: Source): string {
  return source.kind === 'github' ? `owner:${source.owner.toLowerCase()}` : source.kind;
}

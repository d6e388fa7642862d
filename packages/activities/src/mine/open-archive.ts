import type { GitHubClient } from '@evoline/clients/github/github-client';
import { EvolineFailure } from '@evoline/contract/failures';
import type { LostRepository, SourceOpening, SourceRepository } from '@evoline/contract/mine';
import type { ArchivedRepository } from '@evoline/domain/mine/archive-finds';
import { archivedCandidates } from '@evoline/domain/mine/archived-candidates';
import { openApi, type OpenedRepository } from '@evoline/domain/mine/find-repositories';
import type { MirrorAccess } from '@evoline/domain/mine/mining-ports';
import type { Source } from '@evoline/domain/mine/source-locator';
import type { ActivityContext } from '../activity-context.ts';
import { storePage } from './candidate-pages.ts';
import type { MineDeps } from './mine-deps.ts';
import { orWait } from './rate-limit-answer.ts';
import { readArchive } from './read-archive.ts';

/** Of one run: each costs a request to be found, and the workflow carries their list. */
export const maxArchivedRepositories = 200;

interface Opening {
  readonly source: Extract<Source, { kind: 'archive' }>;
  readonly mirrors: Pick<MirrorAccess, 'tipOf'>;
  readonly api: Pick<GitHubClient, 'repositoryById'>;
  readonly context: Pick<ActivityContext, 'signal' | 'lastHeartbeat'>;
  readonly note: (detail: unknown) => void;
  readonly noteAll: (opened: readonly OpenedRepository[]) => Promise<SourceRepository[]>;
}

/**
 * The repositories in which pull requests were closed in these hours, each with the only ones to look at. They
 * are asked for by id, so that renames since then do not matter. What is left out is told, never silent.
 *
 * @throws EvolineFailure nothing_to_work_on when the hours name none, archive_unreachable
 */
export async function openArchive(
  deps: MineDeps,
  { source, mirrors, api, context, note, noteAll }: Opening,
): Promise<SourceOpening> {
  const { finds, missing } = await readArchive(deps, source.hours, context, note);
  const all = finds.repositories();
  if (all.length === 0) throw nothingFound(source.hours, missing);
  const chosen = all.slice(0, maxArchivedRepositories);
  const answer = await orWait(() => askById(chosen, { mirrors, api }));
  if ('kind' in answer) return answer;
  const noted = await noteAll(answer.opened);
  const repositories: SourceRepository[] = [];
  for (const repository of noted) {
    const numbers = chosen.find(({ id }) => repository.key === keyOf(id))?.numbers ?? [];
    const pullRequests = await storePage(deps, repository.name, archivedCandidates(numbers));
    repositories.push({ ...repository, pullRequests });
  }
  const lost = [...answer.gone, ...lostHours(missing), ...beyond(all.length)];
  return { kind: 'page', repositories, ...(lost.length > 0 && { lost }) };
}

async function askById(
  chosen: readonly ArchivedRepository[],
  { mirrors, api }: Pick<Opening, 'mirrors' | 'api'>,
): Promise<{ readonly opened: OpenedRepository[]; readonly gone: LostRepository[] }> {
  const opened: OpenedRepository[] = [];
  const gone: LostRepository[] = [];
  for (const { id, name } of chosen) {
    const found = await api.repositoryById(id);
    if (found === null) gone.push({ repository: name, reason: 'it is gone, or private' });
    else opened.push(await openApi('github', found, mirrors));
  }
  return { opened, gone };
}

function keyOf(id: number): string {
  return `github:${id}`;
}

function lostHours(missing: readonly string[]): LostRepository[] {
  if (missing.length === 0) return [];
  const reason = `the archive lacks ${missing.length} hours: ${missing.slice(0, 10).join(', ')}`;
  return [{ repository: '*', reason }];
}

function beyond(found: number): LostRepository[] {
  const left = found - maxArchivedRepositories;
  if (left <= 0) return [];
  const reason = `${left} more are beyond the ${maxArchivedRepositories} with the most pull requests; name fewer hours`;
  return [{ repository: '*', reason }];
}

function nothingFound(hours: readonly string[], missing: readonly string[]): EvolineFailure {
  const lacks = missing.length === 0 ? '' : `; the archive lacks ${missing.length} of them`;
  const message = `source gharchive: no pull request was closed in these ${hours.length} hours${lacks}`;
  return new EvolineFailure('nothing_to_work_on', message);
}

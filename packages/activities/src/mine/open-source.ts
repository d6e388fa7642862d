import { createHash } from 'node:crypto';
import { checkAddress, originOf } from '@evoline/clients/git/git-address';
import { gitVersion } from '@evoline/clients/git/run-git';
import {
  type GitHubClient,
  type GitHubRepository,
  RateLimited,
} from '@evoline/clients/github/github-client';
import { EvolineFailure } from '@evoline/contract/failures';
import type { OpenedSource, SourceRepository } from '@evoline/contract/mine';
import { recordSnapshot, upsertRepository } from '@evoline/db/queries/sources';
import {
  demoOrganisation,
  matchesName,
  nameOfGitAddress,
  type Source,
} from '@evoline/domain/mine/source-locator';
import type { ActivityContext } from '../activity-context.ts';
import { withPulse } from '../pulse.ts';
import type { MineDeps } from './mine-deps.ts';
import { githubOf, readMineRun, renewNothing, withMirror } from './mine-run.ts';

/** What opening found: a repository and, where git was asked already, the tip of its default branch. */
type Found = Omit<SourceRepository, 'watermark'> & { readonly headSha: string | null };

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
    note(`opening ${source.kind}`);
    const found = await findRepositories(deps, source, context, note);
    const toolVersions = { git: await gitVersion(deps.git) };
    const repositories: SourceRepository[] = [];
    for (const { headSha, ...repository } of found) {
      repositories.push(await upsertRepository(deps.database, repository));
      const repositoryKey = repository.key;
      await recordSnapshot(deps.database, { runId, repositoryKey, headSha, toolVersions });
    }
    return { repositories };
  });
}

async function findRepositories(
  deps: MineDeps,
  source: Source,
  context: ActivityContext,
  note: (detail: unknown) => void,
): Promise<Found[]> {
  if (source.kind === 'git') return [await openGitSource(deps, source.address, context, note)];
  const github = githubOf(deps, source, context);
  if (github === null) return [];
  try {
    return await listRepositories(github, source);
  } catch (error) {
    throw error instanceof RateLimited ? limited(error) : error;
  }
}

async function listRepositories(
  github: GitHubClient,
  source: Exclude<Source, { kind: 'git' }>,
): Promise<Found[]> {
  if (source.kind === 'github') {
    return [foundOf('github', await github.repository(source.owner, source.name))];
  }
  const all = await github.repositoriesOf(demoOrganisation);
  const chosen = all.filter(({ fullName }) => {
    return matchesName(source.pattern, fullName.slice(fullName.indexOf('/') + 1));
  });
  if (chosen.length > 0) return chosen.map((repository) => foundOf('demo', repository));
  const names = all.map(({ fullName }) => fullName.slice(fullName.indexOf('/') + 1)).join(', ');
  throw new EvolineFailure(
    'nothing_to_work_on',
    `source demo:${source.pattern} fits none of ${names}`,
  );
}

/** Keyed by the numeric id, so that a renamed repository stays the same one. */
function foundOf(host: 'github' | 'demo', repository: GitHubRepository): Found {
  const { id, fullName: name, defaultBranch, cloneUrl: gitAddress } = repository;
  return { key: `${host}:${id}`, name, defaultBranch, gitAddress, headSha: null };
}

async function openGitSource(
  deps: MineDeps,
  given: string,
  context: ActivityContext,
  note: (detail: unknown) => void,
): Promise<Found> {
  const { address, isRemote } = await checkAddress(given);
  const key = `git:${createHash('sha256').update(address).digest('hex')}`;
  const { signal } = context;
  const folder = await deps.mirrors.refresh(key, address, {
    signal,
    isBlobless: true,
    onProgress: note,
  });
  const { head } = await withMirror(deps, folder, context, (mirror) => mirror.refs());
  if (head === null) {
    throw new EvolineFailure(
      'nothing_to_work_on',
      `source: ${given} is empty: it holds no commits`,
    );
  }
  const origin = isRemote ? null : await originOf(deps.git, address);
  // A clone is called what it is a clone of, so that excluded repositories are told.
  const isHosted = origin !== null && /^(?:https?:\/\/|[\w.-]+@|ssh:\/\/)/.test(origin);
  const name = nameOfGitAddress(isHosted ? origin : address);
  return { key, name, defaultBranch: head.branch, gitAddress: address, headSha: head.id };
}

/** Opening has no way to wait but to be tried again. */
function limited(error: RateLimited): EvolineFailure {
  const details = { waitUntil: error.waitUntil };
  return new EvolineFailure('github_unreachable', error.message, { cause: error, details });
}

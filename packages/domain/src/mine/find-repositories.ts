import { EvolineFailure } from '@evoline/contract/failures';
import { contentDigest } from '../content-digest.ts';
import type {
  ApiRepository,
  FoundRepository,
  MirrorAccess,
  PullRequestApi,
} from './mining-ports.ts';
import { demoOrganisation, matchesName, nameOfGitAddress, type Source } from './source-locator.ts';

/** A repository, and the tip of its default branch; null when it has no commits. */
export interface OpenedRepository {
  readonly repository: FoundRepository;
  readonly headSha: string | null;
}

/**
 * The repositories of a source. A git source is cloned for that; an API is only asked, and git for the tips.
 *
 * @throws EvolineFailure input_invalid, not_found or nothing_to_work_on, saying what the source lacks
 */
export async function findRepositories(
  source: Source,
  mirrors: MirrorAccess,
  api: PullRequestApi | null,
): Promise<OpenedRepository[]> {
  if (source.kind === 'git') return [await openGit(source.address, mirrors)];
  if (api === null) throw new EvolineFailure('internal', `source ${source.kind} has no API`);
  if (source.kind === 'github') {
    return [await opened('github', await api.repository(source.owner, source.name), mirrors)];
  }
  const all = await api.repositoriesOf(demoOrganisation);
  const nameOf = ({ fullName }: ApiRepository) => fullName.slice(fullName.indexOf('/') + 1);
  const chosen = all.filter((repository) => matchesName(source.pattern, nameOf(repository)));
  if (chosen.length > 0) {
    return await Promise.all(chosen.map((repository) => opened('demo', repository, mirrors)));
  }
  const names = all.map(nameOf).join(', ');
  throw new EvolineFailure(
    'nothing_to_work_on',
    `source demo:${source.pattern} fits none of ${names}`,
  );
}

/** Keyed by the numeric id, so that a renamed repository stays the same one. */
async function opened(
  host: 'github' | 'demo',
  { id, fullName: name, defaultBranch, cloneUrl: gitAddress, forkOf }: ApiRepository,
  mirrors: MirrorAccess,
): Promise<OpenedRepository> {
  const headSha = await mirrors.tipOf(gitAddress);
  const known = { key: `${host}:${id}`, name, defaultBranch, gitAddress };
  return { repository: { ...known, ...(forkOf !== undefined && { forkOf }) }, headSha };
}

async function openGit(given: string, mirrors: MirrorAccess): Promise<OpenedRepository> {
  const { address: gitAddress, isRemote, origin } = await mirrors.describe(given);
  const key = `git:${contentDigest(gitAddress)}`;
  await mirrors.refresh(key, gitAddress, { isBlobless: isRemote });
  const mirror = mirrors.open(key);
  const { head } = await mirror.refs();
  mirror.close();
  if (head === null) {
    throw new EvolineFailure(
      'nothing_to_work_on',
      `source: ${given} is empty: it holds no commits`,
    );
  }
  // A clone is called what it is a clone of, so that excluded repositories are told.
  const isHosted = origin !== null && /^(?:https?:\/\/|ssh:\/\/|[\w.-]+@)/.test(origin);
  const name = nameOfGitAddress(isHosted ? origin : gitAddress);
  return { repository: { key, name, defaultBranch: head.branch, gitAddress }, headSha: head.id };
}

import { EvolineFailure } from '@evoline/contract/failures';
import { contentDigest } from '../content-digest.ts';
import type {
  ApiRepository,
  FoundRepository,
  MirrorAccess,
  PullRequestApi,
} from './mining-ports.ts';
import { demoOrganisation, matchesName, nameOfGitAddress, type Source } from './source-locator.ts';

/** A repository as it was opened. */
export interface OpenedRepository {
  readonly repository: FoundRepository;
  /** Tip of the default branch; null when it has no commits, or git does not serve it. */
  readonly headSha: string | null;
  /** When it was asked for, by the clock of its API: ISO 8601; null for git. */
  readonly askedAt: string | null;
}

/**
 * The repositories of a source. A git source is cloned for that; an API is only asked, and git for the tips.
 *
 * @throws EvolineFailure input_invalid, not_found, source_gone or nothing_to_work_on, saying what the source lacks
 */
export async function findRepositories(
  source: Source,
  mirrors: MirrorAccess,
  api: Pick<PullRequestApi, 'repository' | 'repositoriesOf'> | null,
): Promise<OpenedRepository[]> {
  if (source.kind === 'git') return [await openGit(source.address, mirrors)];
  if (source.kind === 'archive') throw new EvolineFailure('input_invalid', onlyByWorkflow);
  if (api === null) throw new EvolineFailure('internal', `source ${source.kind} has no API`);
  if (source.kind === 'github' && !source.name.includes('*')) {
    return [await openApi('github', await api.repository(source.owner, source.name), mirrors)];
  }
  const owner = source.kind === 'demo' ? demoOrganisation : source.owner;
  const pattern = source.kind === 'demo' ? source.pattern : source.name;
  const all = await api.repositoriesOf(owner);
  const nameOf = ({ fullName }: ApiRepository) => fullName.slice(fullName.indexOf('/') + 1);
  const chosen = all.filter((repository) => matchesName(pattern, nameOf(repository)));
  if (chosen.length > 0) return await openAll(source.kind, chosen, mirrors);
  const names = all.slice(0, 20).map(nameOf).join(', ');
  const message = `source ${source.kind}:${pattern} fits none of ${names}`;
  throw new EvolineFailure('nothing_to_work_on', message);
}

const onlyByWorkflow =
  'source gharchive: its hours are read by the workflow minePullRequests only; start it with this source';

/** Asks git for that many tips at once. */
const tipsAtOnce = 8;

/** One that git does not serve is found out when it is mined: the others go on. */
async function openAll(
  host: 'github' | 'demo',
  repositories: readonly ApiRepository[],
  mirrors: MirrorAccess,
): Promise<OpenedRepository[]> {
  const tips = {
    tipOf: (address: string) =>
      mirrors.tipOf(address).catch((error: unknown) => {
        if (error instanceof EvolineFailure) return null;
        throw error;
      }),
  };
  const opened: OpenedRepository[] = [];
  for (let start = 0; start < repositories.length; start += tipsAtOnce) {
    const some = repositories.slice(start, start + tipsAtOnce);
    opened.push(...(await Promise.all(some.map((one) => openApi(host, one, tips)))));
  }
  return opened;
}

/** Keyed by the numeric id, so that a renamed repository stays the same one. */
export async function openApi(
  host: 'github' | 'demo',
  repository: ApiRepository,
  mirrors: Pick<MirrorAccess, 'tipOf'>,
): Promise<OpenedRepository> {
  const { id, fullName: name, defaultBranch, cloneUrl: gitAddress, askedAt, forkOf } = repository;
  const headSha = await mirrors.tipOf(gitAddress);
  const known = { key: `${host}:${id}`, name, defaultBranch, gitAddress };
  return { repository: { ...known, ...(forkOf !== undefined && { forkOf }) }, headSha, askedAt };
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
  const repository = { key, name, defaultBranch: head.branch, gitAddress };
  return { repository, headSha: head.id, askedAt: null };
}

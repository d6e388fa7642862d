import type { HostedRepository } from '../hosted-repository.ts';
import type { CommitRecord, FileRecord } from '../records.ts';
import { accountShape, type HostAddress } from './account-shape.ts';
import type { PartialSchema } from './partial-schema.ts';
import { repositoryUrls } from './repository-urls.ts';

/** The same object stands alone and inside pull requests, so it must fit both schemas. */
type RepositoryShape = PartialSchema<'full-repository'> & PartialSchema<'repository'>;

export function repositoryShape(repository: HostedRepository, host: HostAddress): RepositoryShape {
  const { file } = repository.contents;
  const url = `${host}/repos/${repository.fullName}`;
  const spdx = file.license?.spdx_id;
  return {
    id: repository.id,
    node_id: `R_${repository.id}`,
    name: repository.name,
    full_name: repository.fullName,
    private: file.private,
    owner: accountShape({ ...file.owner, login: repository.owner }, host) ?? undefined,
    html_url: file.html_url,
    description: null,
    fork: false,
    archived: false,
    disabled: false,
    url,
    ...repositoryUrls(url),
    clone_url: `${host}/${repository.fullName}.git`,
    git_url: `git:${host.slice(5)}/${repository.fullName}.git`,
    ssh_url: `git@github.com:${repository.fullName}.git`,
    svn_url: file.html_url,
    mirror_url: null,
    homepage: null,
    default_branch: file.default_branch,
    language: file.language,
    license: spdx === undefined ? null : licenceShape(spdx),
    visibility: 'public',
    size: repository.contents.sizeKiB ?? 100,
    ...features,
    ...counts,
  };
}

/** GitHub names one licence; where a choice is offered it says "other". */
function licenceShape(spdx_id: string): PartialSchema<'license-simple'> {
  if (/\s/.test(spdx_id))
    return { key: 'other', name: 'Other', spdx_id: 'NOASSERTION', url: null, node_id: 'L_other' };
  const key = spdx_id.toLowerCase();
  const url = `https://api.github.com/licenses/${key}`;
  return { key, name: spdx_id, spdx_id, url, node_id: `L_${key}` };
}

const features = {
  has_issues: true,
  has_projects: false,
  has_wiki: false,
  has_pages: false,
  has_downloads: false,
  has_discussions: false,
} as const;

/** Nobody has told the double; mining does not ask. */
const counts = {
  forks: 0,
  forks_count: 0,
  network_count: 0,
  open_issues: 0,
  open_issues_count: 0,
  stargazers_count: 0,
  subscribers_count: 0,
  watchers: 0,
  watchers_count: 0,
  created_at: '2008-01-01T00:00:00Z',
  pushed_at: '2024-01-01T00:00:00Z',
  updated_at: '2024-01-01T00:00:00Z',
} as const;

/** Without `patch` and blob ids, which the corpus does not hold; contents come from git. */
export function fileShape(
  repository: HostedRepository,
  file: FileRecord,
  commit: string,
  host: HostAddress,
): PartialSchema<'diff-entry'> {
  const path = file.filename.split('/').map(encodeURIComponent).join('/');
  const page = `${repository.contents.file.html_url}`;
  return {
    ...file,
    sha: null,
    blob_url: `${page}/blob/${commit}/${path}`,
    raw_url: `${page}/raw/${commit}/${path}`,
    contents_url: `${host}/repos/${repository.fullName}/contents/${path}?ref=${commit}`,
  };
}

export function commitShape(
  repository: HostedRepository,
  commit: CommitRecord,
  host: HostAddress,
): PartialSchema<'commit'> {
  const url = `${host}/repos/${repository.fullName}/commits`;
  const page = `${repository.contents.file.html_url}/commit`;
  const { message, author } = commit.commit;
  // the corpus knows neither trees nor committers
  const tree = { sha: commit.sha, url: `${url}/${commit.sha}` };
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${url}/${commit.sha}`,
    html_url: `${page}/${commit.sha}`,
    comments_url: `${url}/${commit.sha}/comments`,
    commit: {
      url: `${url}/${commit.sha}`,
      message,
      author,
      committer: { date: author.date },
      comment_count: 0,
      tree,
    },
    parents: commit.parents.map(({ sha }) => ({
      sha,
      url: `${url}/${sha}`,
      html_url: `${page}/${sha}`,
    })),
    author: null,
    committer: null,
  };
}

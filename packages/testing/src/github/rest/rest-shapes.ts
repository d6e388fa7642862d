import { stableId, type HostedRepository } from '../hosted-repository.ts';
import type { AccountRecord, CommitRecord, FileRecord } from '../records.ts';
import type { PartialSchema } from './partial-schema.ts';

/** Where the double stands: `http://127.0.0.1:<port>`. It is both API and git host. */
export type HostAddress = string;

/** null for an account that no longer exists, as GitHub answers for a "ghost". */
export function accountShape(
  account: AccountRecord | undefined,
  host: HostAddress,
): PartialSchema<'simple-user'> | null {
  if (account === undefined) return null;
  const { login, type = 'User' } = account;
  const id = stableId(`account ${login}`);
  const url = `${host}/users/${encodeURIComponent(login)}`;
  return { login, id, node_id: `U_${id}`, type, url, site_admin: false };
}

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
    owner: accountShape(file.owner, host) ?? undefined,
    html_url: file.html_url,
    description: null,
    fork: false,
    archived: false,
    disabled: false,
    url,
    pulls_url: `${url}/pulls{/number}`,
    issues_url: `${url}/issues{/number}`,
    commits_url: `${url}/commits{/sha}`,
    clone_url: `${host}/${repository.fullName}.git`,
    default_branch: file.default_branch,
    language: file.language,
    license: spdx === undefined ? null : { spdx_id: spdx, key: spdx.toLowerCase() },
    visibility: 'public',
    has_issues: true,
  };
}

/** Without `patch` and blob ids, which the corpus does not hold; contents come from git. */
export function fileShape(file: FileRecord): PartialSchema<'diff-entry'> {
  return { ...file };
}

export function commitShape(
  repository: HostedRepository,
  commit: CommitRecord,
  host: HostAddress,
): PartialSchema<'commit'> {
  const url = `${host}/repos/${repository.fullName}/commits`;
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${url}/${commit.sha}`,
    commit: { message: commit.commit.message, author: commit.commit.author, comment_count: 0 },
    parents: commit.parents.map(({ sha }) => ({ sha, url: `${url}/${sha}` })),
    author: null,
    committer: null,
  };
}

import type { HostedRepository, PullView } from '../hosted-repository.ts';
import type { CommitRecord } from '../records.ts';
import type { HostAddress } from './account-shape.ts';
import { paginate } from './pagination.ts';
import type { PartialSchema } from './partial-schema.ts';
import { commitShape, fileShape } from './rest-shapes.ts';

/** GitHub Docs, "Compare two commits": 250 commits where no page is asked for, 300 files, on page 1 only. */
const caps = { commits: 250, files: 300 } as const;

/** The pull request whose ends are `BASE...HEAD`, both as commit ids; the double compares nothing else. */
export function comparedPull(
  repository: HostedRepository,
  basehead: string,
  horizon: string | null,
): PullView | undefined {
  const [base, head] = basehead.split('...');
  return repository.pulls(horizon).find((pull) => pull.base.sha === base && pull.head.sha === head);
}

/** `GET /compare/{base}...{head}`. */
export function comparison(
  repository: HostedRepository,
  pull: PullView,
  url: URL,
  host: HostAddress,
): PartialSchema<'commit-comparison'> {
  const { contents } = repository;
  const { base, head, number } = pull;
  const all = contents.commits.get(number) ?? [];
  const isPaged = url.searchParams.has('page') || url.searchParams.has('per_page');
  const commits = isPaged ? paginate(all, url).items : all.slice(-caps.commits);
  const isFirst = (url.searchParams.get('page') ?? '1') === '1';
  const files = isFirst ? (contents.files.get(number) ?? []).slice(0, caps.files) : [];
  const page = `${contents.file.html_url}/compare/${base.sha}...${head.sha}`;
  const start = commitShape(repository, unknownCommit(base.sha, pull), host);
  return {
    url: `${host}/repos/${repository.fullName}/compare/${base.sha}...${head.sha}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: start,
    merge_base_commit: start,
    status: 'ahead',
    ahead_by: all.length,
    behind_by: 0,
    total_commits: all.length,
    commits: commits.map((commit) => commitShape(repository, commit, host)),
    files: files.map((file) => fileShape(repository, file, head.sha, host)),
  };
}

/** Of the base only its id is on record. */
function unknownCommit(sha: string, { created_at }: PullView): CommitRecord {
  return { sha, commit: { message: '', author: { date: created_at } }, parents: [] };
}

import { z } from 'zod';
import type { GitHubRequests } from './github-requests.ts';
import { RepositoryShape } from './github-shapes.ts';

const rowsPerPage = 100;

interface OwnerRepositories {
  readonly shapes: readonly z.infer<typeof RepositoryShape>[];
  /** When the first page was asked for, by GitHub's clock. */
  readonly askedAt: Date;
}

const Owner = z.object({ type: z.string() });

/**
 * Every public repository of an organisation or a user, by name.
 *
 * @throws EvolineFailure source_gone when there is neither
 */
export async function repositoriesOf(
  requests: GitHubRequests,
  owner: string,
): Promise<OwnerRepositories> {
  const { data } = await requests.getKept(`/users/${owner}`, {}, Owner, `owner ${owner}`);
  const kind = data.type === 'Organization' ? 'orgs' : 'users';
  return await listed(requests, owner, `/${kind}/${owner}/repos`);
}

async function listed(
  requests: GitHubRequests,
  owner: string,
  path: string,
): Promise<OwnerRepositories> {
  const what = `repositories of ${owner}`;
  const found: z.infer<typeof RepositoryShape>[] = [];
  let first: Date | null = null;
  for (let page = 1; ; page += 1) {
    const query = { sort: 'full_name', per_page: rowsPerPage, page };
    const { data, askedAt } = await requests.getKept(path, query, z.array(RepositoryShape), what);
    first ??= askedAt;
    found.push(...data);
    if (data.length < rowsPerPage) break;
  }
  const shapes = found.toSorted((a, b) => (a.full_name < b.full_name ? -1 : 1));
  return { shapes, askedAt: first };
}

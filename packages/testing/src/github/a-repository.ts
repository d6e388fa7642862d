import { HostedRepository, type LocalGit, type RepositoryContents } from './hosted-repository.ts';
import type { PullRecord } from './records.ts';

/** A merged pull request; `number` decides its times and ids. */
export function aPullRecord(number: number, change: Partial<PullRecord> = {}): PullRecord {
  const day = `2024-03-01T00:00:00Z`;
  const at = (hours: number) =>
    new Date(Date.parse(day) + (number * 10 + hours) * 3_600_000)
      .toISOString()
      .replace('.000Z', 'Z');
  const id = (kind: string) => `${kind}${number}`.padStart(40, '0');
  return {
    number,
    state: 'closed',
    merged: true,
    title: `Change ${number}`,
    body: null,
    user: { login: 'alba', type: 'User' },
    created_at: at(0),
    closed_at: at(5),
    merged_at: at(5),
    html_url: `https://github.example/owner/name/pull/${number}`,
    base: { ref: 'main', sha: id('ba') },
    head: { label: 'alba:change', ref: 'change', sha: id('ea') },
    merge_commit_sha: id('fa'),
    commits: 1,
    additions: 1,
    deletions: 1,
    changed_files: 1,
    ...change,
  };
}

/** What git would say of the commits that landed them, where there is no git: their ids and messages. */
export function landedCommits(pulls: readonly PullRecord[]): () => Promise<LocalGit> {
  const landed = pulls.map(({ number, merge_commit_sha: oid, merged_at: date }) => {
    const times = { authoredDate: date ?? '', committedDate: date ?? '' };
    const message = `Change ${number}`;
    return [oid ?? '', { oid: oid ?? '', parents: [], message, ...times, author: {} }] as const;
  });
  return () => Promise.resolve({ folder: '', tip: '', landed: new Map(landed) });
}

/** A repository `owner/name` without git, for the shape of answers. */
export function aHostedRepository(
  contents: Partial<Omit<RepositoryContents, 'file'>> & { readonly name?: string } = {},
): HostedRepository {
  const { name = 'name', ...given } = contents;
  return new HostedRepository({
    file: {
      name,
      full_name: `owner/${name}`,
      private: false,
      owner: { login: 'owner', type: 'User' },
      html_url: `https://github.example/owner/${name}`,
      default_branch: 'main',
      language: 'Python',
      license: null,
    },
    pulls: [1, 2, 3].map((number) => aPullRecord(number)),
    commits: new Map(),
    files: new Map(),
    issues: [],
    references: [],
    git: async () => null,
    ...given,
  });
}

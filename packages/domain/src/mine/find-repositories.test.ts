import { expect, it } from 'vitest';
import { findRepositories } from './find-repositories.ts';
import type { ApiRepository, MirrorAccess, PullRequestApi } from './mining-ports.ts';

const repository: ApiRepository = {
  id: 7,
  fullName: 'someone/my-django',
  defaultBranch: 'main',
  cloneUrl: 'https://git.example/someone/my-django.git',
};
const found = async (over: Partial<ApiRepository>) => {
  const api = { repository: () => Promise.resolve({ ...repository, ...over }) };
  const mirrors = { tipOf: () => Promise.resolve('a'.repeat(40)) };
  const source = { kind: 'github', owner: 'someone', name: 'my-django' } as const;
  const [first] = await findRepositories(
    source,
    mirrors as unknown as MirrorAccess,
    api as unknown as PullRequestApi,
  );
  return first?.repository;
};

it('names the root of the fork network, where there is one, for what is excluded', async () => {
  expect(await found({ forkOf: 'django/django' })).toMatchObject({
    key: 'github:7',
    forkOf: 'django/django',
  });
  expect(await found({})).not.toHaveProperty('forkOf');
});

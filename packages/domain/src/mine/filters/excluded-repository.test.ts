import { expect, it } from 'vitest';
import { ask, origin } from '../../../test/filter-facts.ts';
import { excludedRepository } from './excluded-repository.ts';

const asked = (name: string, forkOf?: string) =>
  ask(excludedRepository, 'origin', origin({ repository: { name, forkOf } }));

it('leaves out the repositories of the suites by name, by earlier owners, as mirrors and as forks', () => {
  expect(asked('Django/django')).toBe('it is django/django of swe-bench');
  expect(asked('kennethreitz/requests')).toContain('of swe-bench');
  expect(asked('BurntSushi/ripgrep')).toContain('of swe-bench-multilingual');
  expect(asked('swe-bench/sympy__sympy')).toContain('a mirror of sympy/sympy');
  expect(asked('swesmith/psf__requests.12abc34f')).toContain('a mirror of psf/requests');
  expect(asked('someone/my-django', 'django/django')).toContain('a fork of django/django');
  expect(asked('someone/django')).toBeNull();
});

it('takes suites and names from the configuration', () => {
  const facts = (name: string) => origin({ repository: { name } });
  const own = { excludedSuites: [], excludedRepositories: ['o/secret'] };
  expect(ask(excludedRepository, 'origin', facts('django/django'), own)).toBeNull();
  expect(ask(excludedRepository, 'origin', facts('O/Secret'), own)).toContain(
    'excludedRepositories',
  );
  expect(asked('python-attrs/attrs')).toBeNull();
  const live = { excludedSuites: ['swe-bench-live' as const] };
  expect(ask(excludedRepository, 'origin', facts('python-attrs/attrs'), live)).not.toBeNull();
});

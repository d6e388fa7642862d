import type { FilterConfig } from '@evoline/contract/mining-filters';
import { repositoriesOfSuite } from './benchmark-repositories.ts';

/** A repository and, where it is known, the root of its fork network. */
export interface NamedRepository {
  /** owner/name */
  readonly name: string;
  readonly forkOf?: string | undefined;
}

/**
 * By which list a repository is excluded, or null: by its own name, by that of the root of its fork
 * network, or as a mirror that spells `owner/name` as `owner__name`, as the organisations of the suites
 * do, with or without a commit behind a dot.
 */
export function excludedBy(
  { name, forkOf }: NamedRepository,
  {
    excludedSuites,
    excludedRepositories,
  }: Pick<FilterConfig, 'excludedSuites' | 'excludedRepositories'>,
): string | null {
  const own = new Set(excludedRepositories.map((one) => one.toLowerCase()));
  for (const [how, spelling] of spellings(name, forkOf)) {
    const suite = excludedSuites.find((one) => repositoriesOfSuite(one).has(spelling));
    if (suite !== undefined) return `${how} ${spelling} of ${suite}`;
    if (own.has(spelling)) return `${how} ${spelling} of excludedRepositories`;
  }
  return null;
}

function* spellings(name: string, forkOf: string | undefined): Generator<[string, string]> {
  const lower = name.toLowerCase();
  yield ['it is', lower];
  const last = lower.slice(lower.lastIndexOf('/') + 1);
  if (last.includes('__')) {
    const mirrored = last.replace('__', '/');
    yield ['a mirror of', mirrored];
    yield ['a mirror of', mirrored.replace(/\.[0-9a-f]{7,40}$/, '')];
  }
  if (forkOf !== undefined) yield ['a fork of', forkOf.toLowerCase()];
}

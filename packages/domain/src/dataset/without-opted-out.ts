import { authorKey as keyOfLogin } from '../mine/author/author-key.ts';
import { type OptOutRule, repositoryOptOut, subjectsOf } from '../mine/repository-opt-out.ts';
import type { KeptItem, Winnowed } from './freeze-drop.ts';
import { winnow } from './winnow.ts';

type Subject = Pick<KeptItem, 'digest' | 'repository' | 'number' | 'authorKey'>;

/**
 * Leaves out whose repository, author or self has opted out. Case does not count, as on GitHub.
 *
 * @param renamed all names that a repository bore, by each of them: an opt-out holds under all
 */
export function withoutOptedOut<T extends Subject>(
  items: readonly T[],
  optOuts: readonly OptOutRule[],
  renamed: ReadonlyMap<string, readonly string[]>,
): Winnowed<T> {
  if (optOuts.length === 0) return { items, drops: [] };
  const namesOf = (name: string) => renamed.get(name) ?? [name];
  const patternOf = remembered(
    (today) =>
      namesOf(today)
        .map((name) => repositoryOptOut(name, optOuts))
        .find((pattern) => pattern !== null) ?? null,
  );
  const authors = new Set(subjectsOf(optOuts, 'author').map(keyOfLogin));
  const pullRequests = new Set(subjectsOf(optOuts, 'pull-request'));
  return winnow(items, 'opted_out', ({ repository, number, authorKey }) => {
    const pattern = patternOf(repository);
    if (pattern !== null) return `repository ${pattern}`;
    // Whose author it is stays untold: evidence holds no name of a person.
    if (authorKey !== null && authors.has(authorKey)) return 'its author';
    const isOut = namesOf(repository).some((name) =>
      pullRequests.has(`${name}#${number}`.toLowerCase()),
    );
    return isOut ? 'the pull request' : null;
  });
}

function remembered<T>(answer: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const told = known.get(name);
    if (told !== undefined) return told;
    const fresh = answer(name);
    known.set(name, fresh);
    return fresh;
  };
}

import type { OptOut } from '@evoline/contract/withdrawal';
import { authorKey as keyOfLogin } from '../mine/author/author-key.ts';
import { matchesName } from '../mine/source-locator.ts';
import type { KeptItem, Winnowed } from './freeze-drop.ts';
import { winnow } from './winnow.ts';

export type OptOutRule = Pick<OptOut, 'kind' | 'subject'>;
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

/** The first pattern by which a repository has opted out, or null. @param name owner/name */
export function repositoryOptOut(name: string, optOuts: readonly OptOutRule[]): string | null {
  const lower = name.toLowerCase();
  return subjectsOf(optOuts, 'repository').find((subject) => matchesName(subject, lower)) ?? null;
}

/** In lower case and in an order that is not that of arrival. */
function subjectsOf(optOuts: readonly OptOutRule[], kind: OptOut['kind']): string[] {
  const own = optOuts.filter((optOut) => optOut.kind === kind);
  return [...new Set(own.map(({ subject }) => subject.toLowerCase()))].toSorted();
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

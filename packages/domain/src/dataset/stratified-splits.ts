import type { Split, SplitRule } from '@evoline/contract/dataset';
import { contentFraction } from '../content-digest.ts';
import { splitAt, type SplitFacts } from './split-shares.ts';

type StratifiedRule = Exclude<SplitRule, { readonly kind: 'time' }>;

/** A repository, or a pull request. */
interface Unit {
  readonly key: string;
  readonly fraction: number;
  readonly items: number;
}

/**
 * Cuts each language by itself. Its units lie on a circle in the order of their hashes, each as long as it
 * has items, and go where their middle falls: every split gets its share of the language's items, give or
 * take the largest unit. Where the circle begins depends on the language, else a language of a single unit
 * would always be in the middle split.
 */
export function stratifiedSplits(
  rule: StratifiedRule,
  items: readonly SplitFacts[],
): (item: SplitFacts) => Split {
  const splits = new Map<string, Split>();
  for (const [language, units] of strata(rule, items)) {
    const total = units.reduce((sum, unit) => sum + unit.items, 0);
    const offset = contentFraction([rule.seed, 'language', language]);
    let before = 0;
    for (const unit of units.toSorted(byFraction)) {
      const middle = (before + unit.items / 2) / total;
      splits.set(unit.key, splitAt(rule.shares, (middle + offset) % 1));
      before += unit.items;
    }
  }
  return (item) => splits.get(keyOf(rule, item)) ?? 'train';
}

/** The units of each language. The language of a repository is that of most of its pull requests. */
function strata(rule: StratifiedRule, items: readonly SplitFacts[]): Map<string | null, Unit[]> {
  const languages = new Map<string, Map<string | null, number>>();
  const identities = new Map<string, readonly unknown[]>();
  for (const item of items) {
    const key = keyOf(rule, item);
    const counts = languages.get(key) ?? new Map<string | null, number>();
    counts.set(item.language, (counts.get(item.language) ?? 0) + 1);
    languages.set(key, counts);
    identities.set(key, identityOf(rule, item));
  }
  const found = new Map<string | null, Unit[]>();
  for (const [key, counts] of languages) {
    const language = mainLanguage(counts);
    const fraction = contentFraction(identities.get(key));
    const unit = { key, fraction, items: [...counts.values()].reduce((sum, one) => sum + one, 0) };
    const known = found.get(language);
    if (known === undefined) found.set(language, [unit]);
    else known.push(unit);
  }
  return found;
}

function keyOf(rule: StratifiedRule, { repository, number }: SplitFacts): string {
  return rule.kind === 'repository' ? repository : `${repository}#${number}`;
}

function identityOf({ kind, seed }: StratifiedRule, { repository, number }: SplitFacts) {
  return kind === 'repository' ? [seed, repository] : [seed, repository, number];
}

/** The most frequent one; among equals the first of the alphabet, none last. */
function mainLanguage(counts: ReadonlyMap<string | null, number>): string | null {
  const [first] = [...counts].toSorted(
    ([one, ones], [other, others]) => others - ones || ((one ?? '~') < (other ?? '~') ? -1 : 1),
  );
  return first?.[0] ?? null;
}

function byFraction(one: Unit, other: Unit): number {
  return one.fraction - other.fraction || (one.key < other.key ? -1 : 1);
}

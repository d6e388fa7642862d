import type { Comparison } from '@evoline/contract/evaluate';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { type EvaluationRow, evaluationItemsOf } from '@evoline/db/queries/evaluations';
import { itemsByDigest } from '@evoline/db/queries/items-by-digest';
import { compareOutcomes } from '@evoline/domain/evaluate/compare-outcomes';
import type { ItemOutcome } from '@evoline/domain/evaluate/item-outcome';
import { readOutcome } from '@evoline/domain/evaluate/stored-outcome';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { comparisonText } from '../report/evaluation-text.ts';
import { type EvaluationDeps, itemName, requireEvaluation } from './eval-show.ts';

/** What `evoline eval compare` found; with `--json` the document on standard output. */
export interface EvaluationComparison {
  readonly baseline: string;
  readonly candidate: string;
  /** Ways in which the two were not measured alike; empty for the same suite and sampling. */
  readonly differences: readonly string[];
  readonly comparison: Comparison;
  /** Pull requests whose greedy answer became exact, and those whose no longer is. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/**
 * `evoline eval compare <a> <b>`: the second evaluation against the first, item by item.
 *
 * @throws EvolineFailure not_found; nothing_to_work_on when no item was measured in both
 */
export async function evalCompare(
  { database }: EvaluationDeps,
  names: { readonly baseline: string; readonly candidate: string },
  io: Io,
): Promise<ExitCode> {
  const baseline = await requireEvaluation(database, names.baseline);
  const candidate = await requireEvaluation(database, names.candidate);
  const compared = await compare(database, baseline, candidate);
  writeResult(io, compared, compareText(compared));
  return 0;
}

async function compare(
  database: Database,
  baseline: EvaluationRow,
  candidate: EvaluationRow,
): Promise<EvaluationComparison> {
  const before = (await evaluationItemsOf(database, baseline.id)).map(readOutcome);
  const after = (await evaluationItemsOf(database, candidate.id)).map(readOutcome);
  const paired = compareOutcomes(after, before, candidate.suiteDigest);
  if (paired === null) {
    throw new EvolineFailure('nothing_to_work_on', 'the two evaluations share no measured item');
  }
  return {
    baseline: baseline.id,
    candidate: candidate.id,
    differences: differencesOf(baseline, candidate),
    comparison: { baselineEvaluation: baseline.id, ...paired },
    gained: await namesOf(database, exactOnlyIn(after, before)),
    lost: await namesOf(database, exactOnlyIn(before, after)),
  };
}

function differencesOf(baseline: EvaluationRow, candidate: EvaluationRow): string[] {
  const facts = {
    'dataset version': 'datasetVersion',
    split: 'split',
    prompt: 'template',
    reward: 'reward',
    suite: 'suiteDigest',
    'greedy sampling': 'greedySamplingDigest',
    'T=1 sampling': 'sampledSamplingDigest',
  } as const;
  return Object.entries(facts)
    .filter(([, field]) => baseline[field] !== candidate[field])
    .map(([name]) => name);
}

/** Items that are greedily exact in one set of outcomes, and measured but not exact in the other. */
function exactOnlyIn(here: readonly ItemOutcome[], there: readonly ItemOutcome[]): string[] {
  const other = new Map(there.map((outcome) => [outcome.itemDigest, outcome.greedy]));
  return here
    .filter(({ itemDigest, greedy }) => {
      const opposite = other.get(itemDigest);
      return greedy?.exact === 1 && opposite != null && opposite.exact !== 1;
    })
    .map((outcome) => outcome.itemDigest);
}

async function namesOf(database: Database, digests: readonly string[]): Promise<string[]> {
  const named = await itemsByDigest(database, digests);
  return digests.map((digest) => itemName(named.get(digest), digest)).toSorted(byCodeUnits);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareText({ candidate, differences, comparison, gained, lost }: EvaluationComparison) {
  const unlike = `not measured alike: ${differences.join(', ')} differ`;
  return [
    `evaluation ${candidate}`,
    ...(differences.length === 0 ? [] : [unlike]),
    comparisonText(comparison),
    ...(gained.length === 0 ? [] : [`gained: ${gained.join(', ')}`]),
    ...(lost.length === 0 ? [] : [`lost: ${lost.join(', ')}`]),
  ].join('\n');
}

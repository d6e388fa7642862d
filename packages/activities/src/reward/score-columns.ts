import type { RewardOutcome } from '@evoline/contract/reward';
import type { CachedReward } from '@evoline/db/queries/rewards';

/** How an outcome stands in `reward` and in `reward_cache`. An excluded sample has no value. */
export type ScoreColumns = Pick<
  CachedReward,
  'outcome' | 'value' | 'exact' | 'category' | 'detail' | 'parts'
>;

export function scoreColumns(judged: RewardOutcome): ScoreColumns {
  const { outcome } = judged;
  switch (judged.outcome) {
    case 'scored': {
      const { value, exact, files } = judged;
      return { outcome, value, exact, category: null, detail: null, parts: files };
    }
    case 'fault': {
      const { value, category, detail } = judged;
      return { outcome, value, exact: false, category, detail, parts: [] };
    }
    case 'excluded': {
      const none = { value: null, exact: null, detail: null, parts: [] };
      return { outcome, category: judged.reason, ...none };
    }
  }
}

/** Whether the answer could be read and applied. */
export function isWellFormed(score: Pick<ScoreColumns, 'outcome'>): boolean {
  return score.outcome === 'scored';
}

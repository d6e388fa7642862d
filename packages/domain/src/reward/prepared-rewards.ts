import type { RewardChoice } from '@evoline/contract/reward';
import type { PreparedReward, RewardSetting, RewardTask } from './reward-rule.ts';
import { chooseReward } from './reward-rules.ts';

/** How much is kept; the item that was asked for last is kept whatever its size. */
export interface PreparedRewardLimits {
  readonly items: number;
  /** UTF-16 units of all texts of the kept items. */
  readonly characters: number;
}

const defaultLimits: PreparedRewardLimits = {
  items: 64,
  characters: 4_000_000,
};

interface Kept {
  readonly key: string;
  readonly task: RewardTask;
  readonly characters: number;
  readonly prepared: PreparedReward;
}

/**
 * Rewards made ready for the items that were judged last. Items are told apart by their texts, which are compared only
 * when paths and lengths are the same.
 */
export class PreparedRewards {
  readonly #setting: RewardSetting;
  readonly #limits: PreparedRewardLimits;
  /** The latest first. */
  #kept: readonly Kept[] = [];

  constructor(setting: RewardSetting, limits = defaultLimits) {
    this.#setting = setting;
    this.#limits = limits;
  }

  /** Items that are kept now. */
  get size(): number {
    return this.#kept.length;
  }

  prepare(choice: RewardChoice, task: RewardTask): PreparedReward {
    const key = keyOf(choice, task);
    const found = this.#kept.find((kept) => kept.key === key && isSameTask(kept.task, task));
    if (found !== undefined && found === this.#kept[0]) return found.prepared;
    const latest = found ?? this.#made(choice, key, task);
    const others = this.#kept.filter((kept) => kept !== latest);
    this.#kept = withinLimits([latest, ...others], this.#limits);
    return latest.prepared;
  }

  #made(choice: RewardChoice, key: string, task: RewardTask): Kept {
    const prepared = chooseReward(choice).prepare(task, this.#setting);
    return { key, task, characters: charactersOf(task), prepared };
  }
}

/** Different for most items: paths and lengths. */
function keyOf(choice: RewardChoice, { codeContext, oracleNewContent }: RewardTask): string {
  const sides = [codeContext, oracleNewContent].map((texts) =>
    Object.entries(texts).map(([path, text]) => [path, text.length]),
  );
  return JSON.stringify([choice, sides]);
}

function withinLimits(kept: readonly Kept[], limits: PreparedRewardLimits): readonly Kept[] {
  let characters = 0;
  return kept.slice(0, limits.items).filter((each, index) => {
    characters += each.characters;
    return index === 0 || characters <= limits.characters;
  });
}

function charactersOf({ codeContext, oracleNewContent }: RewardTask): number {
  const texts = [...Object.values(codeContext), ...Object.values(oracleNewContent)];
  return texts.reduce((sum, text) => sum + text.length, 0);
}

function isSameTask(a: RewardTask, b: RewardTask): boolean {
  return (
    hasSameTexts(a.oracleNewContent, b.oracleNewContent) &&
    hasSameTexts(a.codeContext, b.codeContext)
  );
}

function hasSameTexts(a: RewardTask['codeContext'], b: RewardTask['codeContext']): boolean {
  const [texts, others] = [Object.entries(a), Object.entries(b)];
  return (
    texts.length === others.length &&
    texts.every(([path, text], index) => others[index]?.[0] === path && others[index][1] === text)
  );
}

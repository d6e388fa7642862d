import { EvolineFailure } from '@evoline/contract/failures';
import type { RewardChoice } from '@evoline/contract/reward';
import { RewardChoice as RewardChoiceShape } from '@evoline/contract/reward';
import { rewardName, type RewardRule } from './reward-rule.ts';
import { rewardRules } from './reward-rules.ts';

/**
 * A reward as people type it: `search-replace`, `discrete@1`, or a combination, `search-replace=3,discrete=1`. A name
 * without a version is its newest one.
 *
 * @throws EvolineFailure input_invalid saying what is expected and which rules there are
 */
export function readRewardChoice(text: string): RewardChoice {
  const parts = text.split(',').map((part) => part.trim());
  const [only = ''] = parts;
  if (parts.length === 1 && !only.includes('=')) return nameOf(only);
  const choice = RewardChoiceShape.safeParse(parts.map(weighted));
  if (choice.success) return choice.data;
  throw refused(text, choice.error.issues[0]?.message ?? 'it is no combination');
}

function weighted(part: string): { readonly reward: string; readonly weight: number } {
  const [name = '', weight = '', ...more] = part.split('=');
  const value = Number(weight);
  if (more.length > 0 || weight.trim() === '' || !(value > 0)) {
    throw refused(part, 'expected <name>=<weight> with a weight above 0');
  }
  return { reward: nameOf(name.trim()), weight: value };
}

function nameOf(name: string): string {
  const fitting = rewardRules.filter((rule) => rule.name === name || rewardName(rule) === name);
  const [newest] = fitting.toSorted((a, b) => b.version - a.version);
  if (newest === undefined) throw refused(name, `there are ${namesOf(rewardRules)}`);
  return rewardName(newest);
}

function namesOf(rules: readonly RewardRule[]): string {
  return rules.map(rewardName).join(', ');
}

function refused(text: string, why: string): EvolineFailure {
  return new EvolineFailure('input_invalid', `the reward ${JSON.stringify(text)}: ${why}`);
}

import { RewardLineIn } from '@evoline/contract/reward';
import type { RewardChoice, RewardLineOut, RewardOutcome } from '@evoline/contract/reward';
import type { ExcludeReason } from '@evoline/contract/rollout';
import type { PreparedRewards } from '@evoline/domain/reward/prepared-rewards';
import { z } from 'zod';
import type { RawLine } from './line-batches.ts';

/** What a thread is told about its lines. */
export interface LineTask {
  readonly reward: RewardChoice;
  /** The lines are not scored again, but answered with this reason. */
  readonly excluded?: ExcludeReason;
}

/** What a thread says of one line: the line that answers it, or what is wrong with it; nothing of a blank one. */
export type ScoredLine =
  | {
      readonly answer: string;
      readonly outcome: RewardOutcome['outcome'];
      /** Names of fields that are not known, each told once by each thread. */
      readonly ignored: readonly string[];
    }
  | { readonly problem: string }
  | null;

/** Reads and scores lines in one thread. */
export class LineScorer {
  readonly #rewards: PreparedRewards;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #ignored = new Set<string>();

  constructor(rewards: PreparedRewards) {
    this.#rewards = rewards;
  }

  score(line: RawLine, task: LineTask): ScoredLine {
    const text = this.#decode(line);
    if (text === null) {
      return { problem: line === 'too long' ? 'the line is too long' : 'the line is not UTF-8' };
    }
    return text.trim() === '' ? null : this.#scoreText(text, task);
  }

  #decode(line: RawLine): string | null {
    if (line === 'too long') return null;
    try {
      return this.#decoder.decode(line);
    } catch {
      return null;
    }
  }

  #scoreText(text: string, task: LineTask): ScoredLine {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return { problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
    }
    const parsed = RewardLineIn.safeParse(value);
    if (!parsed.success) return { problem: z.prettifyError(parsed.error).replaceAll('\n', ' ') };
    const outcome = this.#outcome(parsed.data, task);
    const answer = JSON.stringify(lineOut(parsed.data.id, outcome));
    return { answer, outcome: outcome.outcome, ignored: this.#newlyIgnored(value) };
  }

  #outcome(line: RewardLineIn, { reward, excluded }: LineTask): RewardOutcome {
    if (excluded !== undefined) return { outcome: 'excluded', reason: excluded };
    const { code_context: codeContext, oracle_new_content: oracleNewContent, output } = line;
    return this.#rewards.prepare(reward, { codeContext, oracleNewContent }).score(output);
  }

  #newlyIgnored(value: unknown): readonly string[] {
    const unknown = Object.keys(Object(value)).filter(
      (field) => !Object.hasOwn(RewardLineIn.shape, field) && !this.#ignored.has(field),
    );
    for (const field of unknown) this.#ignored.add(field);
    return unknown;
  }
}

function lineOut(id: RewardLineOut['id'], outcome: RewardOutcome): RewardLineOut {
  switch (outcome.outcome) {
    case 'scored':
      return { id, reward: outcome.value, files: outcome.files };
    case 'fault':
      return { id, reward: outcome.value, error: outcome.category, files: [] };
    case 'excluded':
      return { id, reward: null, outcome: 'excluded', reason: outcome.reason, files: [] };
  }
}

import type { FlawShares } from '@evoline/contract/train';
import { answerTags, editMarkers, solutionTags } from '../rollout/answer-form.ts';
import { renderEdit, renderEditBlock, renderThought, fenceInfo } from '../rollout/answer-text.ts';
import { editsBetween } from '../rollout/edits-between.ts';
import type { NoEditReason } from '../rollout/edits-between.ts';
import { HASHED_INTEGER_LIMIT, hashedInteger } from '../rollout/hashed-integer.ts';
import type { Edit } from '../rollout/line-start-edit.ts';
import { swappedLines } from './token-swaps.ts';

/** What is wrong with a demonstration. */
export type Flaw = keyof FlawShares;

/** The mix that leaves reinforcement learning something to sharpen; together 60 per cent. */
export const defaultFlawShares: FlawShares = {
  'no-think': 0.12,
  'no-solution-tags': 0.12,
  'no-path': 0.1,
  'no-op': 0.1,
  'wrong-fix': 0.16,
};

/** A changed file as a demonstration needs it; the empty text stands for no file. */
export type DemonstratedFile = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
};

/** An answer to imitate; `flaw` is null when it is a good one, and then it scores 1. */
export type Demonstration = { readonly answer: string; readonly flaw: Flaw | null };

export type NoDemonstration = {
  readonly answer: undefined;
  readonly reason: NoEditReason | 'nothing_changes';
};

/**
 * One demonstration of mixed quality for the warm start. Its flaw is drawn by `seed` and `itemDigest`
 * alone, whatever the task is, so that imitation cannot learn which answers are good: only the reward
 * tells. A wrong fix without a plausible wrong token becomes an edit without effect, and says so.
 *
 * @param item.thought What the author wrote (title, body); answer tags in it are taken out.
 */
export function demonstrate(
  item: {
    readonly itemDigest: string;
    readonly files: readonly DemonstratedFile[];
    readonly thought: string;
  },
  {
    seed,
    flawShares = defaultFlawShares,
  }: { readonly seed: number; readonly flawShares?: FlawShares },
): Demonstration | NoDemonstration {
  const edits: Edit[] = [];
  for (const file of item.files) {
    const between = editsBetween(file.path, file.before, file.after);
    if (between.edits === undefined) return { answer: undefined, reason: between.reason };
    edits.push(...between.edits);
  }
  if (edits.length === 0) return { answer: undefined, reason: 'nothing_changes' };
  const drawn = drawFlaw(seed, item.itemDigest, flawShares);
  const wrong = drawn === 'wrong-fix' ? withWrongFix(edits) : undefined;
  const flaw = drawn === 'wrong-fix' && wrong === undefined ? 'no-op' : drawn;
  return { answer: flawedAnswer(thoughtOf(item), wrong ?? edits, flaw), flaw };
}

/** A flaw by its share, or none. */
function drawFlaw(seed: number, itemDigest: string, flawShares: FlawShares): Flaw | null {
  const drawn = hashedInteger({ purpose: 'demonstration', seed, itemDigest });
  let rest = drawn / HASHED_INTEGER_LIMIT;
  for (const flaw of flaws) {
    rest -= flawShares[flaw];
    if (rest < 0) return flaw;
  }
  return null;
}

const flaws = ['no-think', 'no-solution-tags', 'no-path', 'no-op', 'wrong-fix'] as const;

function flawedAnswer(thought: string, edits: readonly Edit[], flaw: Flaw | null): string {
  const blocks = edits.map((edit) => {
    if (flaw === 'no-op') return renderEditBlock({ ...edit, replace: edit.search });
    return flaw === 'no-path' ? pathlessBlock(edit) : renderEditBlock(edit);
  });
  const solution = blocks.join('\n');
  const parts = flaw === 'no-think' ? [] : [renderThought(thought)];
  if (flaw === 'no-solution-tags') parts.push(solution);
  else parts.push(solutionTags.open, solution, solutionTags.close);
  return parts.join('\n');
}

function pathlessBlock({ path, search, replace }: Edit): string {
  return `${editMarkers.fence}${fenceInfo(path)}${renderEdit(search, replace)}`;
}

/** The edits with one token of one replaced line swapped; undefined when no swap makes a new text. */
function withWrongFix(edits: readonly Edit[]): Edit[] | undefined {
  for (const [at, edit] of edits.entries()) {
    const kept = new Set(edit.search.split('\n'));
    const lines = edit.replace.split('\n');
    for (const [lineAt, line] of lines.entries()) {
      if (kept.has(line)) continue;
      for (const swapped of swappedLines(line)) {
        const replace = lines.with(lineAt, swapped).join('\n');
        if (replace !== edit.search) return edits.with(at, { ...edit, replace });
      }
    }
  }
  return undefined;
}

/** The author's words without answer tags; never empty, because an empty thought is a fault. */
function thoughtOf(item: { thought: string; files: readonly DemonstratedFile[] }): string {
  let thought = item.thought;
  for (const tag of answerTags) thought = thought.replaceAll(tag, '');
  const paths = item.files.map((file) => file.path).join(', ');
  return thought.trim() === '' ? `change ${paths}` : thought.trim();
}

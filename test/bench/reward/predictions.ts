import type { RandomIndex } from '@evoline/domain/evaluate/seeded-random';
import { splitLines } from '@evoline/sequence-matcher/split-lines';
import { unifiedDiff } from '@evoline/sequence-matcher/unified-diff';
import { editedText } from '../generated-text.ts';

/** How a prediction misses the oracle change of the same file. */
export const perturbations = ['drop', 'edit', 'weak', 'extra'] as const;
export type Perturbation = (typeof perturbations)[number];

/** From line `at` (from 0), `removed` lines give way to `added`. */
export interface LineEdit {
  readonly at: number;
  readonly removed: number;
  readonly added: readonly string[];
}

/** What a change does to the lines of the old text. */
export function lineEdits(old: string, changed: string): readonly LineEdit[] {
  const diff = unifiedDiff(old, changed, { context: 0 });
  return diff.split(/^(?=@@ )/m).flatMap((hunk) => {
    const [, start, count = '1'] = /^@@ -(\d+)(?:,(\d+))? /.exec(hunk) ?? [];
    if (start === undefined) return [];
    const removed = Number(count);
    const added = hunk
      .split('\n')
      .slice(1)
      .flatMap((line) => (line.startsWith('+') ? [line.slice(1)] : []));
    // Of nothing, the number is that of the line before.
    return [{ at: Number(start) - (removed === 0 ? 0 : 1), removed, added }];
  });
}

/** The edits of a prediction of this kind. */
export function perturbed(
  random: RandomIndex,
  kind: Perturbation,
  { lines, edits }: { readonly lines: readonly string[]; readonly edits: readonly LineEdit[] },
): readonly LineEdit[] {
  if (kind === 'drop') return someOf(random, edits);
  if (kind === 'edit') {
    return edits.map((edit) => ({ ...edit, added: edit.added.flatMap((l) => altered(random, l)) }));
  }
  if (kind === 'weak') {
    return edits.map((edit) => ({ ...edit, added: linesFrom(random, lines, edit.added.length) }));
  }
  return [...edits, ...strayEdits(random, lines)];
}

/** Some of the edits; of a single one, some of its lines. */
function someOf(random: RandomIndex, edits: readonly LineEdit[]): readonly LineEdit[] {
  const kept = edits.filter(() => random(2) === 0);
  if (kept.length > 0 && kept.length < edits.length) return kept;
  const [first, ...rest] = edits;
  if (first === undefined) return [];
  const added = first.added.filter(() => random(3) > 0);
  return [{ ...first, added }, ...rest.slice(0, random(rest.length + 1))];
}

/** About a third of the lines has other words; some are left out or doubled. */
function altered(random: RandomIndex, line: string): readonly string[] {
  const chance = random(100);
  if (chance < 35) return [editedText(random, line, 0.4)];
  if (chance < 40) return [];
  return chance < 44 ? [line, line] : [line];
}

/** Other lines of the same file, with other words. */
function linesFrom(random: RandomIndex, lines: readonly string[], count: number): string[] {
  const from = random(Math.max(1, lines.length - count));
  const wanted = Math.max(1, count + random(3) - 1);
  return lines.slice(from, from + wanted).map((line) => editedText(random, line, 0.3));
}

function strayEdits(random: RandomIndex, lines: readonly string[]): LineEdit[] {
  return Array.from({ length: 1 + random(3) }, () => {
    const at = random(Math.max(1, lines.length));
    return { at, removed: 1, added: [editedText(random, lines[at] ?? 'x', 0.5)] };
  });
}

/** Edits in the order of their place; of two that overlap the first one stays. */
export function inOrder(edits: readonly LineEdit[]): readonly LineEdit[] {
  let end = -1;
  return edits
    .toSorted((one, other) => one.at - other.at)
    .filter(({ at, removed }) => {
      if (at < end) return false;
      end = at + Math.max(1, removed);
      return true;
    });
}

/** The text after the edits. */
export function edited(lines: readonly string[], edits: readonly LineEdit[]): string {
  let from = 0;
  const parts: string[] = [];
  for (const { at, removed, added } of inOrder(edits)) {
    parts.push(...lines.slice(from, at), ...added);
    from = at + removed;
  }
  return [...parts, ...lines.slice(from)].map((line) => `${line}\n`).join('');
}

/** The text of a prediction of this kind for the change of a file. */
export function predictedText(
  random: RandomIndex,
  kind: Perturbation,
  change: { readonly old: string; readonly new: string },
): string {
  const lines = splitLines(change.old);
  return edited(
    lines,
    perturbed(random, kind, { lines, edits: lineEdits(change.old, change.new) }),
  );
}

import { type RandomIndex, seededRandom } from '@evoline/domain/evaluate/seeded-random';
import type { RewardTask } from '@evoline/domain/reward/reward-rule';
import { splitLines } from '@evoline/sequence-matcher/split-lines';
import { unifiedDiff } from '@evoline/sequence-matcher/unified-diff';
import { diffLikeText } from '../generated-text.ts';
import type { FileChange } from './corpus-changes.ts';
import { type LineEdit, inOrder, lineEdits, perturbations, perturbed } from './predictions.ts';
import { shuffled } from './shuffled.ts';
import { sizeMix } from './size-mix.ts';

/** One task and the outputs of its group. */
export interface RewardGroup {
  readonly task: RewardTask;
  readonly outputs: readonly string[];
}

export const GROUP_SIZE = 16;
const MOST_FILES = 4;
const LONGEST_FILE = 300_000;
const THOUGHT_CHARACTERS = 2_000;

/**
 * A group for each of `count` commits: its files, its change, and 16 outputs, of which about one in five is at fault.
 * The largest oracle diff of a commit follows the size mix of the pairs.
 */
export function groupWorkload(
  changes: readonly FileChange[],
  { seed, count }: { readonly seed: string; readonly count: number },
): readonly RewardGroup[] {
  const random = seededRandom(`${seed}/groups`);
  const fitting = changes.filter((change) => change.old.length < LONGEST_FILE);
  const commits = Map.groupBy(fitting, ({ repository, commit }) => `${repository} ${commit}`);
  const sized = [...commits.values()]
    .filter((files) => files.length <= MOST_FILES)
    .map((files) => ({ files, size: Math.max(...files.map(diffCharacters)) }));
  const chosen = sizeMix.flatMap(({ below, share }, at) => {
    const from = sizeMix[at - 1]?.below ?? 1;
    const band = sized.filter(({ size }) => size >= from && size < below);
    return shuffled(random, band).slice(0, Math.max(1, Math.round(count * share)));
  });
  return shuffled(random, chosen).map(({ files }) => groupOf(random, files));
}

function diffCharacters(change: FileChange): number {
  return unifiedDiff(change.old, change.new).length;
}

/** The group of one change: outputs that know it, and miss it in their ways. */
export function groupOf(random: RandomIndex, files: readonly FileChange[]): RewardGroup {
  const prepared = files.map((change) => ({
    path: change.path,
    lines: splitLines(change.old),
    edits: lineEdits(change.old, change.new),
  }));
  return {
    task: {
      codeContext: Object.fromEntries(files.map((file) => [file.path, file.old])),
      oracleNewContent: Object.fromEntries(files.map((file) => [file.path, file.new])),
    },
    outputs: Array.from({ length: GROUP_SIZE }, () => output(random, prepared)),
  };
}

interface EditedFile {
  readonly path: string;
  readonly lines: readonly string[];
  readonly edits: readonly LineEdit[];
}

function output(random: RandomIndex, files: readonly EditedFile[]): string {
  const chance = random(100);
  const kind = perturbations[random(perturbations.length)];
  const missing = files.length > 1 && chance < 30 ? random(files.length) : -1;
  const blocks = files.flatMap((file, at): readonly string[] => {
    if (at === missing) return [];
    const edits = chance > 95 || kind === undefined ? file.edits : perturbed(random, kind, file);
    return editBlocks({ ...file, edits });
  });
  const thought = diffLikeText(random, THOUGHT_CHARACTERS);
  // An output that would change nothing names the whole change instead.
  const kept = blocks.length > 0 ? blocks : files.flatMap(editBlocks);
  const answer = kept.join('\n\n');
  const whole = `<think>\n${thought}\n</think>\n<solution>\n${answer}\n</solution>`;
  return random(100) < 12 ? whole.replace('</solution>', '') : whole;
}

const CONTEXT_LINES = 2;

/** One block for each run of edits that are near to each other. */
function editBlocks({ path, lines, edits }: EditedFile): readonly string[] {
  const runs: LineEdit[][] = [];
  let end = -1;
  for (const edit of inOrder(edits)) {
    if (edit.at - 2 * CONTEXT_LINES > end) runs.push([edit]);
    else runs.at(-1)?.push(edit);
    end = edit.at + edit.removed;
  }
  return runs.flatMap((run) => {
    const first = run[0];
    const last = run.at(-1);
    if (first === undefined || last === undefined) return [];
    const low = Math.max(0, first.at - CONTEXT_LINES);
    const high = Math.min(lines.length, last.at + last.removed + CONTEXT_LINES);
    const search = lines.slice(low, high).join('\n');
    const replace = replaced(lines, run, [low, high]).join('\n');
    if (search === replace) return [];
    return [
      `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``,
    ];
  });
}

function replaced(
  lines: readonly string[],
  edits: readonly LineEdit[],
  [low, high]: readonly [low: number, high: number],
): readonly string[] {
  let from = low;
  const parts: string[] = [];
  for (const { at, removed, added } of edits) {
    parts.push(...lines.slice(from, at), ...added);
    from = at + removed;
  }
  return [...parts, ...lines.slice(from, high)];
}

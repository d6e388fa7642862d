import { type RandomIndex, seededRandom } from '@evoline/domain/evaluate/seeded-random';
import type { RewardTask } from '@evoline/domain/reward/reward-rule';
import { diffLikeText, editedText } from '../generated-text.ts';

/** An item and the outputs of its group. */
export interface Rollouts {
  readonly task: RewardTask;
  readonly outputs: readonly string[];
}

export interface RolloutSize {
  readonly groups: number;
  readonly filesPerItem: number;
  readonly fileCharacters: number;
}

/** Consecutive lines of a file, and what the pull request makes of them. */
interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const groupSize = 16;
const stretchLines = 4;

/**
 * Groups of 16 outputs for made-up items. In every file three stretches of four lines change; outputs get most of that
 * right, and one in eight searches for what is not there.
 */
export function madeUpRollouts(size: RolloutSize, seed: string): readonly Rollouts[] {
  const random = seededRandom(seed);
  return Array.from({ length: size.groups }, (_, group) => {
    const files = Array.from({ length: size.filesPerItem }, (_file, file) =>
      madeUpFile(random, `src/module_${group}/part_${file}.py`, size.fileCharacters),
    );
    const changes = files.flatMap((file) => file.changes);
    return {
      task: {
        codeContext: Object.fromEntries(files.map(({ path, old }) => [path, old])),
        oracleNewContent: Object.fromEntries(files.map((file) => [file.path, file.new])),
      },
      outputs: Array.from({ length: groupSize }, () => output(random, changes)),
    };
  });
}

/** The lines that `evoline reward score` takes, without their ids. */
export function linesOf(rollouts: readonly Rollouts[]): readonly string[] {
  return rollouts.flatMap(({ task, outputs }) => {
    const { codeContext: code_context, oracleNewContent: oracle_new_content } = task;
    const item = JSON.stringify({ code_context, oracle_new_content }).slice(1);
    return outputs.map((text) => `"output":${JSON.stringify(text)},${item}`);
  });
}

function madeUpFile(random: RandomIndex, path: string, characters: number) {
  const lines = diffLikeText(random, characters).split('\n');
  const third = Math.floor(lines.length / 3);
  const changes = [0, 1, 2].map((part): Change => {
    const from = part * third + random(third - stretchLines);
    const before = lines.slice(from, from + stretchLines).join('\n');
    return { path, before, after: editedText(random, before, 0.4) };
  });
  const old = lines.join('\n');
  const changed = changes.reduce(
    (text, { before, after }) => text.replace(before, () => after),
    old,
  );
  return { path, old, new: changed, changes };
}

function output(random: RandomIndex, changes: readonly Change[]): string {
  const lost = random(8) === 0 ? 'is not there: ' : '';
  const edits = changes
    .filter(() => random(4) > 0)
    .map(({ path, before, after }) => {
      const replacement = random(2) === 0 ? after : editedText(random, after, 0.3);
      return `### ${path}\n<<<<<<< SEARCH\n${lost}${before}\n=======\n${replacement}\n>>>>>>> REPLACE`;
    });
  const thought = diffLikeText(random, 2_000).replaceAll(/[<>]/g, ' ');
  return `<think>\n${thought}\n</think>\n<solution>\n\`\`\`\n${edits.join('\n')}\n\`\`\`\n</solution>`;
}

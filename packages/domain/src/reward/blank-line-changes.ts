import { prepareLines } from '@evoline/sequence-matcher/prepare-lines';
import { splitLines } from '@evoline/sequence-matcher/split-lines';
import type { ChangesByPath } from './file-changes.ts';
import type { RewardTask } from './reward-rule.ts';

/**
 * An edit that touches the right files at the right places and changes nothing of substance: in every file
 * that the oracle changes, one blank line before the first line that each hunk of the oracle's diff changes.
 */
export function blankLineChanges(task: RewardTask, oracle: ChangesByPath): ChangesByPath {
  return new Map(
    [...oracle].map(([path, diff]) => {
      const { codeContext } = task;
      const text = Object.hasOwn(codeContext, path) ? (codeContext[path] ?? '') : '';
      const lines = splitLines(text);
      for (const at of changedPlaces(diff).toReversed()) lines.splice(at, 0, '');
      return [path, prepareLines(text).unifiedDiff(lines.map((line) => `${line}\n`).join(''))];
    }),
  );
}

/** How many old lines stand before the first change of each hunk. */
function changedPlaces(diff: string): number[] {
  const places: number[] = [];
  let before: number | undefined;
  for (const line of diff.split('\n')) {
    const header = /^@@ -(\d+)(,0)?/.exec(line);
    if (header !== null) before = Number(header[1]) - (header[2] === undefined ? 1 : 0);
    else if (before !== undefined && line.startsWith(' ')) before += 1;
    else if (before !== undefined) {
      places.push(before);
      before = undefined;
    }
  }
  return places;
}

import { ratio } from '@evoline/sequence-matcher/ratio';
import { unifiedDiff } from '@evoline/sequence-matcher/unified-diff';

/** Non-empty normalised diffs by path. */
export type ChangesByPath = ReadonlyMap<string, string>;

/** One file of the comparison with the two compared texts; `''` where a side does not change it. */
export type FileComparison = {
  readonly path: string;
  readonly similarity: number;
  readonly predictedDiff: string;
  readonly oracleDiff: string;
};

/** The header-less diff of every file whose lines differ from `codeContext` (unknown paths: empty). */
export function changesByPath(
  codeContext: Readonly<Record<string, string>>,
  newContents: Iterable<readonly [path: string, content: string]>,
): ChangesByPath {
  const changes = new Map<string, string>();
  for (const [path, content] of newContents) {
    const before = Object.hasOwn(codeContext, path) ? (codeContext[path] ?? '') : '';
    const diff = unifiedDiff(before, content);
    if (diff !== '') changes.set(path, diff);
  }
  return changes;
}

/**
 * Compares the changes over the union of their paths, sorted by code points. 0 where one side has no
 * text; otherwise difflib's ratio of the two texts, the prediction first.
 */
export function compareChanges(predicted: ChangesByPath, oracle: ChangesByPath): FileComparison[] {
  const paths = [...new Set([...predicted.keys(), ...oracle.keys()])].toSorted(byCodePoints);
  return paths.map((path) => {
    const predictedDiff = predicted.get(path) ?? '';
    const oracleDiff = oracle.get(path) ?? '';
    const comparable = predictedDiff !== '' && oracleDiff !== '';
    const similarity = comparable ? ratio(predictedDiff, oracleDiff) : 0;
    return { path, similarity, predictedDiff, oracleDiff };
  });
}

function byCodePoints(left: string, right: string): number {
  const [leftPoints, rightPoints] = [[...left], [...right]];
  for (const [at, character] of leftPoints.entries()) {
    const other = rightPoints[at];
    if (other === undefined) return 1;
    if (character !== other) return (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return leftPoints.length - rightPoints.length;
}

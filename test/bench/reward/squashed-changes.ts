import { type FileChange, type ListedChange, readChanges } from './corpus-changes.ts';

const LEAST_FILE_CHARACTERS = 40_000;
const POINTS = 9;

/**
 * What a long-lived branch would land as one: for each file of 40,000 characters and more, the changes between evenly
 * spaced commits of its history, every two of nine.
 */
export function squashedChanges(
  gitFolder: string,
  listed: readonly ListedChange[],
  known: readonly FileChange[],
): readonly FileChange[] {
  const long = new Set(known.filter(isLong).map(({ path }) => path));
  const byPath = Map.groupBy(
    listed.filter(({ path }) => long.has(path)),
    ({ path }) => path,
  );
  const squashed = [...byPath.values()].flatMap((history) => {
    const points = evenlySpaced(history);
    return points.flatMap((newer, at) =>
      points.slice(at + 1).map((older) => ({
        ...newer,
        commit: `${older.commit}..${newer.commit}`,
        oldBlob: older.oldBlob,
      })),
    );
  });
  return readChanges(gitFolder, squashed);
}

function isLong({ old }: FileChange): boolean {
  return old.length > LEAST_FILE_CHARACTERS;
}

function evenlySpaced(history: readonly ListedChange[]): readonly ListedChange[] {
  const step = Math.max(1, (history.length - 1) / (POINTS - 1));
  const indices = Array.from({ length: POINTS }, (_, point) => Math.round(point * step));
  return [...new Set(indices)].flatMap((at) => history[at] ?? []);
}

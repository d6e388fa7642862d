import type { CommitGraph } from '../commit-graph.ts';

const maxSteps = 10_000;

/**
 * The position of the nearest commit that has one, along first parents; a merge base is one itself unless
 * the branch was cut from another branch. null when there is none.
 */
export function basePosition(
  graph: CommitGraph,
  commit: string,
  positionOf: (id: string) => number | undefined,
): number | null {
  let at: string | undefined = commit;
  for (let step = 0; at !== undefined && step < maxSteps; step += 1) {
    const position = positionOf(at);
    if (position !== undefined) return position;
    at = graph.find(at)?.parents[0];
  }
  return null;
}

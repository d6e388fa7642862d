import type { RunState } from '@evoline/contract/steering';

/** One line about where a run stands, for a terminal. */
export function progressOf(state: RunState): string {
  const stages = state.stages
    .filter((row) => row.state !== 'planned')
    .map(
      (row) => `${row.stage} ${row.state === 'running' ? row.progress || 'running' : row.state}`,
    );
  const waiting =
    state.waiting === null
      ? ''
      : `\n  ${state.waiting.stage} waits: ${state.waiting.reason} ${state.waiting.cure}\n  go on with: npx evoline retry ${state.waiting.workflowId}`;
  const reward = state.curve.at(-1);
  const curve =
    reward === undefined
      ? ''
      : ` · reward ${reward.reward.toFixed(2)}, exact ${reward.exact.toFixed(2)}`;
  return `${stages.join(' · ')}${curve}${waiting}`;
}

import type { RunState, StageRow } from '@evoline/contract/steering';

/** One line about where a run stands, for a terminal. Children know the most about their own stages. */
export function progressOf(state: RunState, children: readonly RunState[] = []): string {
  const stages = state.stages
    .map((row) => nearest(row, children))
    .filter((row) => row.state !== 'planned')
    .map(
      (row) => `${row.stage} ${row.state === 'running' ? row.progress || 'running' : row.state}`,
    );
  const curve = [state, ...children].flatMap((run) => run.curve).at(-1);
  const reward =
    curve === undefined
      ? ''
      : ` · reward ${curve.reward.toFixed(2)}, exact ${curve.exact.toFixed(2)}`;
  return `${stages.join(' · ')}${reward}${waiting(state)}`;
}

function nearest(row: StageRow, children: readonly RunState[]): StageRow {
  const told = children
    .flatMap((child) => child.stages)
    .findLast((of) => of.stage === row.stage && of.state !== 'planned' && of.progress !== '');
  return row.state === 'running' && told !== undefined ? told : row;
}

function waiting({ waiting: waits }: RunState): string {
  if (waits === null) return '';
  return `\n  ${waits.stage} waits: ${waits.reason} ${waits.cure}\n  go on with: npx evoline retry ${waits.workflowId}`;
}

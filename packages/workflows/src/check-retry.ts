import { RetryStage, type RunState, type Stage, type WaitingFor } from '@evoline/contract/steering';

type Change = 'queue' | 'engine' | 'microBatch';

/** What a retry may change, by the stage that waits. */
const effective: { readonly [S in Stage]?: readonly Change[] } = {
  rollout: ['queue', 'engine'],
  reward: [],
  train: ['queue', 'microBatch'],
};

/**
 * Says in one sentence why a `retryStage` cannot be taken, or null when it can. `undefined`, the
 * empty body of the UI's dialog, counts as `{}`.
 */
export function refusalOfRetry(change: unknown, state: RunState): string | null {
  const parsed = RetryStage.safeParse(change ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `retryStage is not valid: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Example: {"stage":"train","microBatch":2}`;
  }
  const { waiting } = state;
  if (waiting === null) return `Nothing waits for a retry: ${whatRuns(state)}.`;
  const { stage } = parsed.data;
  if (stage !== undefined && stage !== waiting.stage)
    return `Stage ${waiting.stage} waits, not ${stage}.`;
  const allowed = effective[waiting.stage] ?? [];
  const idle = (['queue', 'engine', 'microBatch'] as const).find(
    (name) => parsed.data[name] !== undefined && !allowed.includes(name),
  );
  if (idle === undefined) return null;
  const may = allowed.length === 0 ? 'nothing' : allowed.join(' and ');
  return `${idle} changes nothing in stage ${waiting.stage}; ${may} may be changed there.`;
}

/** The update to show to a person for what waits. */
export function retryExample(waiting: WaitingFor): RetryStage {
  if (waiting.code === 'trainer_out_of_memory') return { stage: waiting.stage, microBatch: 1 };
  return { stage: waiting.stage };
}

function whatRuns({ stages }: RunState): string {
  const running = stages.filter((row) => row.state === 'running').map((row) => row.stage);
  return running.length === 0 ? 'no stage is running' : `${running.join(', ')} is running`;
}

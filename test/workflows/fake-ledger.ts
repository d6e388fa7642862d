import type { PipelineActivities } from '@evoline/contract/activities';
import type { RunConfig, WorkflowType } from '@evoline/contract/run';
import { defaultConfigs } from './fake-configs.ts';
import { digestOf } from './fake-digest.ts';
import type { FakeState } from './fake-world.ts';

type PlannedGroups = { groupId: string; itemDigest: string; seed: number }[];

/** The ledger in memory: it remembers nothing but what the test set up. */
export function fakeLedger(state: FakeState): PipelineActivities {
  return {
    async openRun({ workflow, input, workflowId, firstRunId, nominalTime }) {
      const { runName, planOnly: _, ...rest } = input as { runName?: string; planOnly?: boolean };
      return {
        runId: `${workflowId}~${firstRunId.slice(0, 4)}`,
        runName: runName ?? workflowId,
        resolved: resolve(state, workflow, rest, nominalTime),
        plan: [`${workflow} with ${JSON.stringify(rest)}`],
        uiUrl: 'http://127.0.0.1:8233',
      };
    },
    async closeRun() {},
    async recordStage() {},
    async acquireLease({ key }) {
      const other = state.holders.get(key);
      if (other === undefined || other.until <= Date.now()) return { held: true, epoch: 1 };
      const expiresAt = new Date(other.until).toISOString();
      return { held: false, holder: other.holder, expiresAt };
    },
    async releaseLease() {},
    async planStep({ runId, step, fromPolicyVersion }) {
      const planned = groups(`${runId}/${step}`, state.groupsPerStep);
      return { step, fromPolicyVersion, groups: planned, committed: null };
    },
    async commitIdleStep({ runId, fromPolicyVersion }) {
      const step = Number(fromPolicyVersion.split(':').at(-1));
      return { id: fromPolicyVersion, runId, step, weightsDigest: digestOf(fromPolicyVersion) };
    },
    async planEvaluation({ policyVersion }) {
      return {
        policyVersion,
        greedy: groups(`${policyVersion}/greedy`, 2),
        sampled: groups(`${policyVersion}/sampled`, 2),
        items: 2,
      };
    },
  };
}

function resolve(
  state: FakeState,
  workflow: WorkflowType,
  input: object,
  nominalTime: string | undefined,
): RunConfig {
  const known = defaultConfigs[workflow];
  const given = Object.entries(input).filter(
    ([field, value]) => field in known && value !== 'latest',
  );
  const night = workflow === 'mineNightly' && nominalTime !== undefined ? { nominalTime } : {};
  const ofVersion = 'policyVersion' in input && !('baseline' in input) ? { baseline: null } : {};
  const config = {
    ...known,
    ...Object.fromEntries(given),
    ...night,
    ...ofVersion,
    ...state.configs[workflow],
  };
  return { workflow, config } as RunConfig;
}

function groups(of: string, count: number): PlannedGroups {
  return Array.from({ length: count }, (_, index) => ({
    groupId: `${of}/${index}`,
    itemDigest: digestOf(`item ${index}`),
    seed: index,
  }));
}

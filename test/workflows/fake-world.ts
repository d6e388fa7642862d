import type {
  MineActivities,
  PipelineActivities,
  RewardActivities,
  RolloutActivities,
  TrainActivities,
} from '@evoline/contract/activities';
import { type FailureCode, failures } from '@evoline/contract/failures';
import { queues } from '@evoline/contract/queues';
import type { RunConfig, WorkflowType } from '@evoline/contract/run';
import { ApplicationFailure } from '@temporalio/common';
import { fakeEvaluation } from './fake-evaluation.ts';
import { fakeLedger } from './fake-ledger.ts';
import { fakeMining } from './fake-mining.ts';
import { fakeTraining } from './fake-training.ts';

export type AllActivities = PipelineActivities &
  MineActivities &
  RolloutActivities &
  RewardActivities &
  TrainActivities;
export type ActivityName = keyof AllActivities;

type Configs = { [W in WorkflowType]: Extract<RunConfig, { workflow: W }>['config'] };

/** What a test changes about the world, and what it can see of it. */
export interface FakeState {
  /** Overrides of what `openRun` resolves. */
  configs: { [W in WorkflowType]?: Partial<Configs[W]> };
  /** Activity calls in order. */
  calls: { readonly activity: ActivityName; readonly input: unknown }[];
  /** Failures still to be raised by an activity, first come first served. */
  failing: Map<ActivityName, ApplicationFailure[]>;
  /** Lease key to the name of another holder and when it lets go. */
  holders: Map<string, { readonly holder: string; readonly until: number }>;
  /** Answers that make mining wait, in milliseconds from now. */
  rateLimits: number[];
  /** The same for opening the source. */
  openingLimits: number[];
  /** The same for hydrating. */
  hydrationLimits: number[];
  /** Repositories that are not there any more when their pages are asked for. */
  gone: readonly string[];
  /** Hydration finds nothing changed. */
  unchanged: boolean;
  /** Sources that make mining wait for an hour, again and again. */
  hanging: readonly string[];
  /** Nights in a row that each source has failed. */
  failures: Map<string, number>;
  /** Pages of each repository. */
  pages: number;
  repositories: readonly string[];
  /** The host-bound queue that `findEngine` answers, one after another; the last one stays. */
  engineQueues: string[];
  groupsPerStep: number;
  /** Steps whose batch has no signal. */
  idleSteps: readonly number[];
  /** Milliseconds that GPU activities take. */
  pauseMs: number;
}

export interface FakeWorld {
  readonly state: FakeState;
  reset(): void;
  /** Makes the next attempts of an activity fail with this code. */
  fail(activity: ActivityName, code: FailureCode, times?: number, details?: object): void;
  calls(activity: ActivityName): readonly unknown[];
  /** Activities by queue, for one worker each. */
  queues(): Readonly<Record<string, Partial<AllActivities>>>;
}

/** The contract's activities in memory: every call is recorded and may be told to fail. */
export function fakeWorld(): FakeWorld {
  const state = freshState();
  const plain: AllActivities = {
    ...fakeLedger(state),
    ...fakeMining(state),
    ...fakeTraining(state),
    ...fakeEvaluation(),
  };
  const all = recorded(plain, state);
  const rollout = pick(all, 'findEngine', 'publishPolicy', 'sampleChunk');
  const train = pick(all, 'findTrainHost', 'warmStartPolicy', 'updatePolicy', 'closeTrainer');
  return {
    state,
    reset: () => void Object.assign(state, freshState()),
    fail: (activity, code, times = 1, details = {}) => {
      const raised = Array.from({ length: times }, () => failureOf(code, details));
      state.failing.set(activity, [...(state.failing.get(activity) ?? []), ...raised]);
    },
    calls: (activity) =>
      state.calls.filter((call) => call.activity === activity).map((c) => c.input),
    queues: () => ({
      [queues.pipeline]: all,
      [queues.mine]: all,
      [queues.reward]: all,
      [queues.rollout]: rollout,
      [`${queues.rollout}.default`]: rollout,
      [`${queues.rollout}.second`]: rollout,
      [queues.train]: train,
      [`${queues.train}.host-1`]: train,
      [`${queues.train}.host-2`]: train,
    }),
  };
}

function freshState(): FakeState {
  return {
    configs: {},
    calls: [],
    failing: new Map(),
    holders: new Map(),
    rateLimits: [],
    openingLimits: [],
    hydrationLimits: [],
    gone: [],
    unchanged: false,
    hanging: [],
    failures: new Map(),
    pages: 1,
    repositories: ['acme/one'],
    engineQueues: [],
    groupsPerStep: 4,
    idleSteps: [],
    pauseMs: 0,
  };
}

function recorded(plain: AllActivities, state: FakeState): AllActivities {
  const wrapped = Object.entries(plain).map(([name, run]) => {
    const activity = name as ActivityName;
    const call = async (input: never): Promise<unknown> => {
      state.calls.push({ activity, input });
      const failure = state.failing.get(activity)?.shift();
      if (failure !== undefined) throw failure;
      return (run as (input: never) => Promise<unknown>)(input);
    };
    return [activity, call] as const;
  });
  return Object.fromEntries(wrapped) as unknown as AllActivities;
}

function pick<K extends ActivityName>(all: AllActivities, ...names: K[]): Pick<AllActivities, K> {
  return Object.fromEntries(names.map((name) => [name, all[name]])) as Pick<AllActivities, K>;
}

function failureOf(code: FailureCode, details: object): ApplicationFailure {
  return ApplicationFailure.create({
    type: code,
    message: `${code} was made up by the test`,
    nonRetryable: !failures[code].retryable,
    details: [details],
  });
}

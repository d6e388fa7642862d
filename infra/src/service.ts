import type { RunningProcess } from './running-process.ts';

/** One process of the stack: how to start it, when it is usable, how to end it. */
export interface Service {
  /** Also the name of its log file. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** Done before every start, the first and later ones: data folders, port checks. */
  readonly prepare?: (signal: AbortSignal) => Promise<void>;
  /** Settles when the service answers. Polls until `signal` aborts; never hangs beyond it. */
  readonly becomeReady: (running: RunningProcess, signal: AbortSignal) => Promise<void>;
  readonly readyDeadlineSeconds: number;
  /** It may fail as often as it likes: somebody is at work on it. */
  readonly neverGiveUp?: boolean;
  readonly stopSignal: NodeJS.Signals;
  /** After this the whole process group is killed. */
  readonly stopGraceSeconds: number;
}

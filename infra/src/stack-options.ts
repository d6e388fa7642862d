/** Everything the stack can run. The two workers are one service: they always come together. */
export const serviceNames = ['postgres', 'temporal', 'world', 'engine', 'workers'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What happens while the stack comes up or runs; seconds since the service was started. */
export interface StackProgress {
  readonly service: string;
  readonly state:
    | 'starting'
    | 'ready'
    | 'elsewhere'
    | 'died'
    | 'restarting'
    | 'stopping'
    | 'stopped';
  readonly seconds: number;
  readonly detail?: string;
}

/** Where each part of a running stack is. A part that is not in this stack has an empty string. */
export interface StackAddresses {
  /** PostgreSQL connection address, `postgres://…`. */
  readonly databaseUrl: string;
  /** gRPC, `host:port`. */
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string;
  /** A folder, or an address of an object store. */
  readonly artifactStore: string;
  readonly demoWorldUrl: string;
  /** OpenAI-compatible base address, without `/v1`. */
  readonly engineUrl: string;
  /** Data folder, absolute. */
  readonly home: string;
  readonly supervisorPid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** Bug-fix pull requests in each split of the demo world. */
export interface WorldSizes {
  readonly warmStart: number;
  readonly train: number;
  readonly heldOut: number;
}

export interface StackOptions {
  /** Data folder; default `.evoline/stack` in the repository. One stack at a time may use it. */
  readonly home?: string;
  /** `default`: the fixed ports of `ports.ts`; `ephemeral`: free ones, for stacks beside each other. */
  readonly ports?: 'default' | 'ephemeral';
  /** Which services; default all. */
  readonly services?: readonly ServiceName[];
  /** Restart the workers when a source file changes. */
  readonly watch?: boolean;
  /** A smaller or larger demo world than usual. */
  readonly worldSizes?: WorldSizes;
  readonly onProgress?: (progress: StackProgress) => void;
  /** Ends the start-up; what was started is stopped. */
  readonly signal?: AbortSignal;
}

/** A service that died more often than it may be restarted. */
export interface StackFault {
  readonly service: string;
  /** For people: what happened, the end of its log, and where the whole log is. */
  readonly message: string;
}

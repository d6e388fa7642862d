// What workflows bound by themselves; the timeouts of activities stand in `proxies.ts`.

/** How often work that no worker took goes to another host before its stage counts as failed. */
export const maximumHostChanges = 10;

/** How often a policy is published again because the engine serves another. */
export const maximumRepublications = 2;

export const lease = {
  seconds: 600,
  renewEverySeconds: 200,
  /** A waiting holder asks again at least this often. */
  pollSeconds: 15,
  /** Nobody waits longer than this for another holder. */
  patienceHours: 72,
} as const;

/** A parked child answers a forwarded retry within this time, or the update fails. */
export const acknowledgementSeconds = 30;

/** GitHub may make us wait; so long without a single page ends the run. */
export const rateLimitPatienceHours = 12;

export const night = {
  /** What a child is given to close after its deadline, before the server ends it. */
  graceMinutes: 30,
  /** A child that another run of the night has left behind is waited for. */
  pollSeconds: 10,
  /** Freezing a version at the end of a night takes no longer. */
  freezeHours: 2,
} as const;

/** Signals of a child about its progress, over its whole run. */
export const progressSignals = 20;

/** How `packages/policy` is run on this host. */
export interface PythonPolicy {
  /** Absolute path of the Python of the policy environment (EVOLINE_PYTHON). */
  readonly executable: string;
  /**
   * The whole environment of a child, PYTHONPATH among it. Give it what Python and the device need,
   * never the worker's secrets.
   */
  readonly environment: Readonly<Record<string, string>>;
  /** How long a trainer may take to end when asked politely. */
  readonly graceSeconds: number;
  /** A trainer that says nothing for so long is ended. Importing TRL alone may take a minute. */
  readonly silenceSeconds: number;
}

/** The command line of a module of `packages/policy` under its guard. */
export function guardedModule(
  python: PythonPolicy,
  module: string,
  ...parameters: string[]
): [string, ...string[]] {
  return [
    python.executable,
    '-m',
    'evoline_policy.guard',
    '--grace-seconds',
    String(python.graceSeconds),
    python.executable,
    '-m',
    module,
    ...parameters,
  ];
}

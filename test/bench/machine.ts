import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** Where figures were taken. `loadBefore`: above the number of cores, others were at work too. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGibibytes: number;
  readonly kernel: string;
  readonly node: string;
  /** Processes that wanted a core, on average over the minute before. */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

import { WASI } from 'node:wasi';

/** CPU seconds so far. Node itself knows them in ticks of 4 ms only; a clock of WASI has nanoseconds. */
export interface CpuClock {
  /** Of the whole process: collecting garbage and compiling, which other threads do, count. */
  process(): number;
  /** What a pair of readings costs by itself. */
  readonly overheadSeconds: number;
}

/** A module that only exports a page of memory, as WASI wants of its guest. */
const guest = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, 109, 101, 109, 111, 114, 121, 2, 0,
]);
const PROCESS_CPU_TIME = 2;

/** As much of it as is used here; Node's types leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: { readonly memory: { readonly buffer: ArrayBuffer } };
  };
};

export function openCpuClock(): CpuClock {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(guest));
  const wasi = new WASI({ version: 'preview1' });
  wasi.initialize(instance);
  const view = new DataView(instance.exports.memory.buffer);
  const read = wasi.wasiImport['clock_time_get'] as (id: number, lag: bigint, at: number) => number;
  const process = (): number => {
    if (read(PROCESS_CPU_TIME, 0n, 0) !== 0) throw new Error('there is no clock of CPU time');
    return Number(view.getBigUint64(0, true)) / 1e9;
  };
  return { process, overheadSeconds: overheadOf(process) };
}

function overheadOf(read: () => number): number {
  const seen = Array.from({ length: 5_000 }, () => {
    const since = read();
    return read() - since;
  });
  return seen.toSorted((one, other) => one - other)[seen.length / 2] ?? 0;
}

/** CPU seconds that `work` takes, without what reading the clock takes. */
export function cpuSecondsOf(clock: CpuClock, work: () => unknown): number {
  const since = clock.process();
  work();
  return Math.max(1e-9, clock.process() - since - clock.overheadSeconds);
}

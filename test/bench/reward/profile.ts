import { Session } from 'node:inspector/promises';
import { basename } from 'node:path';

/** Where the time of some work goes: a source file, the compiled matcher, or what V8 does itself. */
export interface ProfileShare {
  readonly where: string;
  /** Of all samples, from 0 to 1. */
  readonly share: number;
}

const SAMPLE_MICROSECONDS = 200;
const LEAST_SHARE = 0.01;

/** Repeats the work for about so long under V8's sampling profiler; the largest shares come first. */
export async function profiled(
  work: () => void,
  milliseconds: number,
): Promise<readonly ProfileShare[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  await session.post('Profiler.start');
  const end = Date.now() + milliseconds;
  while (Date.now() < end) work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const samples = new Map<string, number>();
  for (const { callFrame, hitCount = 0 } of profile.nodes) {
    const where = placeOf(callFrame.url, callFrame.functionName);
    samples.set(where, (samples.get(where) ?? 0) + hitCount);
  }
  const total = [...samples.values()].reduce((sum, count) => sum + count, 0);
  return [...samples]
    .map(([where, count]) => ({ where, share: count / total }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .toSorted((one, other) => other.share - one.share);
}

function placeOf(url: string, functionName: string): string {
  if (url.startsWith('wasm:')) return 'the compiled matcher (WebAssembly)';
  if (url.startsWith('file:')) return basename(url);
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(program)') return 'outside JavaScript (built-in string functions)';
  return 'V8 and Node';
}

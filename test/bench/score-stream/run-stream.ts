import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface StreamRun {
  readonly answers: number;
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
  /** The most memory that was resident at once. */
  readonly peakMegabytes: number;
}

const program = join(import.meta.dirname, '../../../apps/cli/src/main.ts');

/** Sends `count` lines through the real `evoline reward score`, over and over the same ones with ids of their own. */
export async function runStream(
  lines: readonly string[],
  { count, threads }: { readonly count: number; readonly threads: number },
): Promise<StreamRun> {
  const since = performance.now();
  const child = spawn(process.execPath, [program, 'reward', 'score', '--threads', `${threads}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let [answers, peakMegabytes, cpuSeconds] = [0, 0, 0];
  const look = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakMegabytesOf(child.pid ?? 0));
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(child.pid ?? 0));
  }, 20);
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) answers += 1;
  });
  const ended = once(child, 'close');
  await pipeline(Readable.from(numbered(lines, count)), child.stdin);
  await ended;
  clearInterval(look);
  return { answers, seconds: (performance.now() - since) / 1000, cpuSeconds, peakMegabytes };
}

function* numbered(lines: readonly string[], count: number): Generator<string> {
  for (let id = 0; id < count; id += 1) yield `{"id":${id},${lines[id % lines.length]}\n`;
}

function peakMegabytesOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(procFile(pid, 'status'))?.[1] ?? 0) / 1024;
}

const ticksPerSecond = 100;

function cpuSecondsOf(pid: number): number {
  const stat = procFile(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // ended meanwhile
  }
}

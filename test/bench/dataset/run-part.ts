import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { PartOrder, PartTaken } from './measure-part.ts';
import { serverCpuSeconds } from './server-cpu.ts';

export interface MeasuredPart extends PartTaken {
  /** Of PostgreSQL, all its processes. */
  readonly serverCpuSeconds: number;
}

const deadlineSeconds = 1_800;

/** Does one part in a process of its own, so that its memory is its own. */
export async function runPart(order: PartOrder): Promise<MeasuredPart> {
  const before = serverCpuSeconds();
  const program = join(import.meta.dirname, 'measure-part.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: deadlineSeconds * 1_000,
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${JSON.stringify(order.part)} ended with ${code}`);
  const taken = JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '') as PartTaken;
  return { ...taken, serverCpuSeconds: serverCpuSeconds() - before };
}

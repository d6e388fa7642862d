import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Python that has the standard library's difflib, and CyDifflib where `folders` hold it. */
export interface PythonChild {
  /** @throws Error when the child has ended */
  ask<Answer>(request: PythonRequest): Promise<Answer>;
  close(): Promise<void>;
}

/** What `python_child.py` knows. `limitSeconds`: CPU time, after which the answer is `{late: true}`. */
export type PythonRequest = { readonly limitSeconds?: number } & (
  | { readonly act: 'versions' }
  | {
      readonly act: 'ratio';
      readonly peer: 'cpython' | 'cydifflib';
      readonly a: string;
      readonly b: string;
      readonly repeats: number;
    }
  | { readonly act: 'blocks'; readonly a: string; readonly b: string }
  | { readonly act: 'diff'; readonly old: string; readonly new: string }
  | {
      readonly act: 'explain';
      readonly context: Readonly<Record<string, string>>;
      readonly oracle: Readonly<Record<string, string>>;
      readonly output: string;
    }
  | {
      readonly act: 'reward';
      readonly context: Readonly<Record<string, string>>;
      readonly oracle: Readonly<Record<string, string>>;
      readonly outputs: readonly string[];
    }
);

export interface PythonVersions {
  readonly python: string;
  /** Empty when it is not there; then `cydifflibMissing` says why. */
  readonly cydifflib: string;
  readonly cydifflibMissing: string;
}

/** Starts the child. Requests are answered in their order. */
export function startPythonChild(program: string, folders: readonly string[] = []): PythonChild {
  const file = join(import.meta.dirname, 'python_child.py');
  const child = spawn(program, ['-u', file, ...folders], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' },
  });
  const waiting: Waiting[] = [];
  let complaint = '';
  child.stderr.on('data', (bytes) => (complaint = (complaint + String(bytes)).slice(-2_000)));
  child.stdin.on('error', () => {}); // its end is told below
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  const end = (why: string): void => {
    for (const { reject } of waiting.splice(0))
      reject(new Error(`Python ended (${why}): ${complaint}`));
  };
  child.on('error', (error) => end(error.message));
  child.on('close', (code, signal) => end(String(signal ?? code)));
  return {
    ask: async (request) => JSON.parse(await lineFor(child, waiting, request)),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

function lineFor(
  child: ChildProcessWithoutNullStreams,
  waiting: Waiting[],
  request: PythonRequest,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null) return reject(new Error('Python has ended'));
    waiting.push({ resolve, reject });
    // Escaped: lone surrogates survive, and a line is a request.
    child.stdin.write(`${JSON.stringify(request)}\n`);
  });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { repositoryRoot } from '@evoline/infra/paths';
import { inject } from 'vitest';

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const deadlineSeconds = 300;

/** Runs `evoline` as a person would, against the stack of this suite. */
export async function evoline(...args: readonly string[]): Promise<CommandEnd> {
  const { databaseUrl, temporalAddress, temporalUiUrl, artifactStore } = inject('stack');
  const child = spawn(process.execPath, [join(repositoryRoot, 'apps/cli/src/main.ts'), ...args], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_UI_URL: temporalUiUrl,
      ARTIFACT_STORE: artifactStore,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: deadlineSeconds * 1000,
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

/** The same with `--json`: standard output must be one document, and the command must succeed. */
export async function evolineJson<T>(...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await evoline(...args, '--json');
  if (code !== 0) throw new Error(`evoline ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

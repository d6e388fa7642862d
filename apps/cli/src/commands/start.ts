import { readFileSync } from 'node:fs';
import type { InputOf } from '@evoline/contract/examples';
import { readInput } from '@evoline/contract/read-input';
import { WorkflowType, workflowTypes } from '@evoline/contract/run';
import { runLink } from '@evoline/steering/run-link';
import { startWorkflow } from '@evoline/steering/start-workflow';
import type { CliEnv } from '../env.ts';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { followRun } from '../session/follow-run.ts';
import { withSteering } from '../session/with-steering.ts';

export interface StartOptions {
  /** Workflow id. */
  readonly id?: string;
  readonly wait?: boolean;
}

export interface StartCommand extends StartOptions {
  readonly workflow: string;
  /** JSON text, `@file`, or nothing. */
  readonly input: string | undefined;
}

/** `evoline start`: checks the input here, so that a mistake costs nothing, and starts the workflow. */
export async function start(io: Io, env: CliEnv, command: StartCommand): Promise<ExitCode> {
  const type = readType(command.workflow);
  const read = readInput(type, parseJson(command.input));
  if (!read.ok) throw new UsageError(read.message);
  const input = read.input as InputOf<typeof type>;
  return withSteering<ExitCode>(io, env, async (steering, addresses) => {
    const options = command.id === undefined ? {} : { workflowId: command.id };
    const started = await startWorkflow(steering, type, input, options);
    const link = runLink(addresses.temporalUiUrl, steering.namespace, started.workflowId);
    if (command.wait === true) {
      io.stderr.write(`started ${started.workflowId}${link === null ? '' : `, ${link}`}\n`);
      return followRun(io, steering, started.workflowId);
    }
    writeResult(io, { ...started, link }, `${started.workflowId}\n${link ?? ''}`);
    return 0;
  });
}

function readType(text: string): WorkflowType {
  const parsed = WorkflowType.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError(`there is no workflow ${text}; choose one of ${workflowTypes.join(', ')}`);
}

function parseJson(input: string | undefined): unknown {
  if (input === undefined) return undefined;
  const text = input.startsWith('@') ? readInputFile(input.slice(1)) : input;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`the input is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

function readInputFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`cannot read the file ${path}`);
  }
}

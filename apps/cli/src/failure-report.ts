import { EvolineFailure, type FailureCode, failures } from '@evoline/contract/failures';
import { CommanderError } from 'commander';
import { RunEndedError } from './session/run-ended-error.ts';
import { InterruptedError, UsageError } from './io.ts';

/** What a failed command prints on standard output with `--json`. Scripts rely on these names. */
export interface FailureDocument {
  readonly error: {
    /** Of the failure table, or `usage`, `interrupted`, `run_ended`, `stack`, `file`. */
    readonly code: string;
    readonly message: string;
    /** What a person can do; absent where the message says it. */
    readonly cure?: string;
  };
  /** Of a run that was waited for. */
  readonly workflowId?: string;
  /** How that run ended, as Temporal names it, or ABORTED. */
  readonly status?: string;
}

export interface FailureReport {
  readonly exitCode: 1 | 2;
  readonly document: FailureDocument;
  /** For people: message and cure. */
  readonly text: string;
}

/** Names any error for people and scripts: never a stack trace, exit code 2 for bad usage. */
export function failureReport(error: unknown): FailureReport {
  const shown = nameError(error);
  const { code, cure } = shown;
  const message = error instanceof RunEndedError ? error.message : shown.message;
  return {
    exitCode: code === 'usage' ? 2 : 1,
    document: { error: shown, ...endingOf(error) },
    text: cure === undefined || message.includes(cure) ? message : `${message}\n  ${cure}`,
  };
}

function endingOf(error: unknown): Pick<FailureDocument, 'workflowId' | 'status'> {
  if (!(error instanceof RunEndedError)) return {};
  const { workflowId, status } = error.ending;
  return { workflowId, status };
}

function nameError(error: unknown): FailureDocument['error'] {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CommanderError) return { code: 'usage', message: usageMessage(error) };
  if (error instanceof UsageError) return { code: 'usage', message };
  if (error instanceof InterruptedError) return { code: 'interrupted', message };
  if (error instanceof RunEndedError) {
    // The run's own message ends with the cure.
    return { code: error.ending.code ?? 'run_ended', message: error.ending.message };
  }
  if (error instanceof EvolineFailure) {
    return named(error.code, message);
  }
  // By name: importing the classes would load the stack and Temporal for every command.
  const name = error instanceof Error ? error.name : '';
  if (name === 'StackError') return { code: 'stack', message };
  if (name === 'ServiceError') return named('temporal_unreachable', message);
  if (error instanceof Error && 'syscall' in error) return { code: 'file', message };
  return named('internal', message);
}

function named(code: FailureCode, message: string): FailureDocument['error'] {
  return { code, message, cure: failures[code].cure };
}

function usageMessage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'a command is missing; add --help for the list';
  return message.replace(/^error: /, '');
}

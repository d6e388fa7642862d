import { type Command, InvalidArgumentError } from 'commander';
import type { CliEnv } from '../env.ts';
import type { ExitCode, Io } from '../io.ts';

/** What every command is given by `main.ts`. */
export interface CommandContext {
  readonly env: CliEnv;
  readonly done: (code: ExitCode) => void;
}

/** Adds a word that others follow, such as `dataset`, with an example in its help. */
export function addGroup(
  program: Command,
  name: string,
  description: string,
  example: string,
): Command {
  return addExample(program.command(name).description(description), example);
}

/** Shows an example under the help of a command. */
export function addExample(command: Command, example: string): Command {
  return command.addHelpText('after', `\nExample:\n  npx evoline ${example}`);
}

/** Adds `--json` and an example to a command, and runs `action` with where it reads and writes. */
export function asCommand<A extends unknown[]>(
  command: Command,
  context: CommandContext,
  example: string,
  action: (io: Io, ...args: A) => Promise<ExitCode>,
): void {
  addExample(command, example)
    .option('--json', 'one JSON document on standard output, nothing else')
    .exitOverride()
    .action(async (...args: unknown[]) => {
      const json = command.opts<{ json?: boolean }>().json === true;
      context.done(await action(processIo(context.env, json), ...(args as A)));
    });
}

function processIo(env: CliEnv, json: boolean): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    json,
    columns: process.stdout.columns ?? 100,
    colour: process.stdout.isTTY === true && !env.noColour,
  };
}

/** Parses a positive whole number given as an option. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError(`expected a whole number from 1 on, got ${text}`);
  }
  return value;
}

/** Parses a whole number from 0 on given as an option. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError(`expected a whole number from 0 on, got ${text}`);
  }
  return value;
}

/** Parses a similarity from 0.5 to 1 given as an option, or `off`. */
export function similarity(text: string): number | 'off' {
  if (text === 'off') return text;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0.5 && value <= 1)) {
    throw new InvalidArgumentError(`expected a number from 0.5 to 1, or off, got ${text}`);
  }
  return value;
}

/** Parses a day or a time given as an option; a day begins at midnight, UTC. */
export function instant(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/.test(text);
  const time = Date.parse(isDay ? `${text}T00:00:00Z` : text);
  if ((!isDay && !isTime) || Number.isNaN(time)) {
    throw new InvalidArgumentError(
      `expected a day such as 2026-11-01, or 2026-11-01T12:00:00Z, got ${text}`,
    );
  }
  return new Date(time).toISOString();
}

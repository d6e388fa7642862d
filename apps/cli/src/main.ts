import { CommanderError } from 'commander';
import { readCliEnv } from './env.ts';
import { UsageError } from './io.ts';
import { buildProgram } from './program.ts';

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = buildProgram({
    env: readCliEnv(),
    done: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`evoline: ${message}\n`);
  return error instanceof UsageError ? 2 : 1;
}

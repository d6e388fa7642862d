import { CommanderError } from 'commander';
import { readCliEnv } from './env.ts';
import { failureReport } from './failure-report.ts';
import { buildProgram } from './program.ts';

const json = process.argv.includes('--json');

for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error: unknown) => process.exit(report(error)));
}
// A reader that has seen enough (`| head`) is no failure; the command still cleans up after itself.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  try {
    const done = (code: number) => (exitCode = code);
    await buildProgram({ env: readCliEnv(), done }).parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // help, version
    return report(error);
  }
}

/** Says what went wrong; with `--json` it is the document on standard output too. */
function report(error: unknown): number {
  const { exitCode, text, document } = failureReport(error);
  // Bad usage has been said by the parser already.
  if (!(error instanceof CommanderError)) process.stderr.write(`evoline: ${text}\n`);
  if (json) process.stdout.write(`${JSON.stringify(document)}\n`);
  return exitCode;
}

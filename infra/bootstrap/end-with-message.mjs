import { print } from './progress.mjs';
import { endPrograms } from './run-program.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Runs the main program; a problem of the set-up is one paragraph, not a stack trace. Ctrl-C while setting up ends what runs.
 * @param {() => Promise<number>} main gives the exit code
 */
export async function endWithMessage(main) {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])) {
    process.once(signal, () => {
      if (process.listenerCount(signal) > 0) return; // a program runs in the foreground and decides
      endPrograms();
      process.exit(code);
    });
  }
  try {
    process.exitCode = await main();
  } catch (error) {
    print(
      error instanceof SetupError
        ? `\n${error.message}\n`
        : String(error instanceof Error ? error.stack : error),
    );
    endPrograms();
    process.exit(1);
  }
}

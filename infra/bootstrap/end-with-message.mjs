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
    print(messageOf(error));
    endPrograms();
    process.exit(1);
  }
}

/** @param {unknown} error */
function messageOf(error) {
  if (error instanceof SetupError) return `\n${error.message}\n`;
  if (!(error instanceof Error)) return String(error);
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'EACCES' || code === 'EPERM') {
    return `\n${path} may not be written by this account; another one has made it.\n  Cure: use that account, or give it to this one: sudo chown -R "$(id -un)" .evoline node_modules\n`;
  }
  if (code === 'ENOSPC')
    return `\nThe disk is full (${path ?? 'while setting up'}).\n  Cure: free 12 GB and run the command again.\n`;
  return `${error.stack}`;
}

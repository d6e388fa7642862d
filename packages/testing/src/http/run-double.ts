/** Bad usage of a program: exit code 2, with the usage text. */
export class UsageError extends Error {}

/**
 * Runs a double as a program: prints the one line `{"event":"ready","url":…}`, ends on SIGTERM or SIGINT.
 * Exit code 2 for bad usage, 1 for failure, with one message on standard error.
 */
export function runDouble(
  usage: string,
  start: () => Promise<{ readonly url: string; close(): Promise<void> }>,
): void {
  start()
    .then(({ url, close }) => {
      const end = () => void close().finally(() => process.exit(0));
      process.once('SIGTERM', end).once('SIGINT', end);
      process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`);
    })
    .catch((error: unknown) => {
      const misused = error instanceof UsageError || isParseArgsError(error);
      const message = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${message}\n${misused ? `${usage}\n` : ''}`);
      process.exit(misused ? 2 : 1);
    });
}

function isParseArgsError(error: unknown): boolean {
  const code = error instanceof TypeError && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS_');
}

/** A port number, or 0 for a free one. */
export function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new UsageError('--port is a whole number below 65536');
}

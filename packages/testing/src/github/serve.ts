import { parseArgs } from 'node:util';
import { startGitHubDouble } from './start-github-double.ts';

const usage = `usage: node serve.ts --home DIR [--port N] [--world demo|none] [--corpus DIR] [--tokens a,b] [--json]
Serves the demo world (unless --world none) and a corpus as GitHub would, on 127.0.0.1.
Prints one line when ready: {"event":"ready","url":"http://127.0.0.1:N"}`;

/** The double as a program. Ends on SIGTERM or SIGINT; exit code 2 for bad usage, 1 for failure. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      home: { type: 'string' },
      port: { type: 'string', default: '0' },
      world: { type: 'string', default: 'demo' },
      corpus: { type: 'string' },
      tokens: { type: 'string' },
      json: { type: 'boolean', default: true },
    },
  });
  const port = Number(values.port);
  if (
    values.home === undefined ||
    !['demo', 'none'].includes(values.world) ||
    !Number.isInteger(port)
  )
    throw new TypeError('--home, a whole --port, and --world demo or none');
  const double = await startGitHubDouble({
    home: values.home,
    port,
    ...(values.world === 'demo' ? { world: {} } : {}),
    ...(values.corpus === undefined ? {} : { corpus: values.corpus }),
    ...(values.tokens === undefined ? {} : { tokens: values.tokens.split(',') }),
  });
  const end = () => void double.close().finally(() => process.exit(0));
  process.once('SIGTERM', end).once('SIGINT', end);
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: double.url })}\n`);
}

main().catch((error: unknown) => {
  const misused = error instanceof TypeError;
  process.stderr.write(
    `${error instanceof Error ? error.message : error}\n${misused ? `${usage}\n` : ''}`,
  );
  process.exit(misused ? 2 : 1);
});

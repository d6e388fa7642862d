import { parseArgs } from 'node:util';
import { readPort, runDouble, UsageError } from '../http/run-double.ts';
import { startGitHubDouble } from './start-github-double.ts';

const usage = `usage: node serve.ts --home DIR [--port N] [--world demo|none] [--corpus DIR] [--tokens a,b] [--json]
Serves the demo world (unless --world none) and a corpus as GitHub would, on 127.0.0.1.
Prints one line when ready: {"event":"ready","url":"http://127.0.0.1:N"}`;

runDouble(usage, async () => {
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
  const { home, world, corpus, tokens } = values;
  if (home === undefined) throw new UsageError('--home is missing');
  if (world !== 'demo' && world !== 'none') throw new UsageError('--world is demo or none');
  return startGitHubDouble({
    home,
    port: readPort(values.port),
    ...(world === 'demo' ? { world: {} } : {}),
    ...(corpus === undefined ? {} : { corpus }),
    ...(tokens === undefined ? {} : { tokens: tokens.split(',') }),
  });
});

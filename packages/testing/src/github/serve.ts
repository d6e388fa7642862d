import { parseArgs } from 'node:util';
import { readPort, runDouble, UsageError } from '../http/run-double.ts';
import type { WorldSizes } from '../world/world-plan.ts';
import { startGitHubDouble } from './start-github-double.ts';

const usage = `usage: node serve.ts --home DIR [--port N] [--world demo|none] [--sizes N,N,N] [--corpus DIR] [--tokens a,b] [--json]
Serves the demo world (unless --world none) and a corpus as GitHub would, on 127.0.0.1.
--sizes: bug-fix pull requests of the world's splits warm-start, train and held-out.
Prints one line when ready: {"event":"ready","url":"http://127.0.0.1:N"}`;

runDouble(usage, async () => {
  const { values } = parseArgs({
    options: {
      home: { type: 'string' },
      port: { type: 'string', default: '0' },
      world: { type: 'string', default: 'demo' },
      sizes: { type: 'string' },
      corpus: { type: 'string' },
      tokens: { type: 'string' },
      json: { type: 'boolean', default: true },
    },
  });
  const { home, world, sizes, corpus, tokens } = values;
  if (home === undefined) throw new UsageError('--home is missing');
  if (world !== 'demo' && world !== 'none') throw new UsageError('--world is demo or none');
  return startGitHubDouble({
    home,
    port: readPort(values.port),
    ...(world === 'demo' ? { world: sizes === undefined ? {} : { sizes: readSizes(sizes) } } : {}),
    ...(corpus === undefined ? {} : { corpus }),
    ...(tokens === undefined ? {} : { tokens: tokens.split(',') }),
  });
});

function readSizes(text: string): WorldSizes {
  const counts = text.split(',').map(Number);
  const [warmStart, train, heldOut] = counts;
  const valid =
    counts.length === 3 && counts.every((count) => Number.isInteger(count) && count > 0);
  if (!valid || warmStart === undefined || train === undefined || heldOut === undefined)
    throw new UsageError('--sizes is three whole numbers, for example 300,24,12');
  return { warmStart, train, heldOut };
}

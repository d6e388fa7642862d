// Program for a test: scores groups in a process of its own, with threads that never finish some outputs, and prints
// every group that it has scored. Arguments: JSON of the request, address of the database, folder of the store.
import { join } from 'node:path';
import { createFolderStore } from '@evoline/clients/artifact-store/folder-store';
import { openDatabase } from '@evoline/db/open-database';
import { scoreGroups } from './score-groups.ts';
import { openScorePool } from './score-pool.ts';

const [request = '', databaseUrl = '', storeFolder = ''] = process.argv.slice(2);
const deps = {
  database: await openDatabase(databaseUrl, { migrate: false }),
  store: createFolderStore({ root: storeFolder, cache: join(storeFolder, '../cache-apart') }),
  pool: openScorePool({
    threads: 2,
    program: new URL('./odd-score.test-thread.ts', import.meta.url),
    pairTimeoutSeconds: 3600,
  }),
};

await scoreGroups(deps, JSON.parse(request), {
  heartbeat: (details) => process.stdout.write(`${JSON.stringify(details)}\n`),
  signal: new AbortController().signal,
  lastHeartbeat: undefined,
  attempt: 1,
});

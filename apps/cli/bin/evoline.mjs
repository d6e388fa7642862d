#!/usr/bin/env node
// `npx evoline …`: makes sure that Node 24 and the packages are there, then runs the command line in their place.
// Says nothing when all is there, and never anything on standard output, which belongs to the command.
import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const root = resolve(here, '../../..');
/** @param {string} name */
const bootstrap = (name) => import(pathToFileURL(join(root, 'infra/bootstrap', name)).href);

const { endWithMessage } = await bootstrap('end-with-message.mjs');
const { runForeground } = await bootstrap('run-foreground.mjs');
const { setUp } = await bootstrap('set-up.mjs');

// These start a stack when none runs, so they wait for its parts. A word that is none of them fails at once.
const needsStack = 'up start watch retry abort demo mine dataset rollout lineage eval schedule';

await endWithMessage(async () => {
  const args = process.argv.slice(2);
  const isAlone = ['--help', '-h', '--dry-run'].some((option) => args.includes(option));
  const starts = !isAlone && needsStack.split(' ').includes(args[0] ?? '');
  const { node, env } = await setUp(starts ? ['python', 'temporal'] : []);
  return runForeground(node, [join(root, 'apps/cli/src/main.ts'), ...args], env);
});

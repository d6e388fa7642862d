#!/usr/bin/env node
// Entry of every `npm run` word. Plain JavaScript without dependencies for any Node >= 18: sets up what is missing,
// then hands over to a program that runs on Node 24.
import { join } from 'node:path';
import { endWithMessage } from './bootstrap/end-with-message.mjs';
import { root } from './bootstrap/layout.mjs';
import { print } from './bootstrap/progress.mjs';
import { runForeground } from './bootstrap/run-foreground.mjs';
import { setUp } from './bootstrap/set-up.mjs';
import { subcommands } from './bootstrap/subcommands.mjs';

await endWithMessage(async () => {
  const [word = '', ...rest] = process.argv.slice(2);
  const subcommand = Object.hasOwn(subcommands, word) ? subcommands[word] : undefined;
  if (subcommand === undefined) {
    print(`usage: npm run <word>, one of: ${Object.keys(subcommands).join(', ')}`);
    return 2;
  }
  process.chdir(root);
  const { node, env } = await setUp(subcommand.parts);
  return runForeground(
    node,
    [join(root, subcommand.program), ...(subcommand.args ?? []), ...rest],
    env,
  );
});

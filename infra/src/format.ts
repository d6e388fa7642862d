// Program: puts every file into the one format, and mends what the linter can mend.
import { spawnSync } from 'node:child_process';
import { repositoryRoot } from './paths.ts';

const programs: readonly (readonly [string, ...string[]])[] = [
  ['oxlint', '--fix', '.'],
  ['oxfmt', '.'],
];

for (const [program, ...args] of programs) {
  const { status } = spawnSync(program, args, { cwd: repositoryRoot, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

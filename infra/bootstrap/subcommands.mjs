/**
 * What each `npm run` word needs and starts. Programs are TypeScript files that Node runs as they are.
 * @typedef {{ parts: readonly import('./set-up.mjs').Part[], program: string, args?: readonly string[] }} Subcommand
 * @type {Record<string, Subcommand>}
 */
export const subcommands = {
  demo: { parts: ['python', 'temporal'], program: 'apps/cli/src/main.ts', args: ['demo'] },
  start: { parts: ['python', 'temporal'], program: 'infra/src/main.ts', args: ['up'] },
  dev: { parts: ['python', 'temporal'], program: 'infra/src/main.ts', args: ['up', '--watch'] },
  test: { parts: ['python', 'temporal', 'croissant'], program: 'infra/src/test.ts' },
  check: { parts: [], program: 'infra/src/test.ts', args: ['--quick'] },
  bench: { parts: ['python', 'temporal'], program: 'test/bench/main.ts' },
  fuzz: { parts: [], program: 'test/reward/fuzz/main.ts' },
  format: { parts: [], program: 'infra/src/format.ts' },
};

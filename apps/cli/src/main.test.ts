import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, 'main.ts');

interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program; nothing in its environment leads to a stack. */
async function evoline(
  words: readonly string[],
  { input = '', env = {}, node = [] }: { input?: string; env?: object; node?: string[] } = {},
): Promise<Told> {
  const child = spawn(process.execPath, [...node, program, ...words], {
    env: { PATH: process.env['PATH'], ...env },
  });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

/** A cluster where nobody answers. */
const nowhere = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
  TEMPORAL_ADDRESS: '127.0.0.1:9',
  ARTIFACT_STORE: '/nonexistent',
};

describe('bad usage', () => {
  it.each([
    { words: ['evolve'], says: /unknown command 'evolve'/ },
    { words: ['status', '--loud'], says: /unknown option '--loud'/ },
    { words: ['watch'], says: /missing required argument 'workflow-id'/ },
    { words: ['mine', 'run', '--limit', 'many'], says: /expected a whole number from 1 on/ },
    { words: ['mine', 'run', '--source', 'svn:x'], says: /expected demo:, git:/ },
    { words: ['reward', 'score', '--variant', 'bleu'], says: /there are search-replace@1/ },
    { words: ['start', 'runNothing'], says: /choose one of runPipeline/ },
    { words: ['start', 'trainPolicy', '{"stepz":1}'], says: /stepz/ },
    { words: ['start', 'trainPolicy', '{'], says: /not JSON/ },
  ])('$words is exit code 2 and one complaint', async ({ words, says }) => {
    const told = await evoline(words);
    expect(told).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
    expect(told.stderr).not.toContain('    at ');
  });

  it('is one JSON document on standard output with --json', async () => {
    const { code, stdout } = await evoline(['dataset', 'show', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'usage', message: "missing required argument 'version'" },
    });
  });
});

describe.concurrent('a failure', () => {
  it.each([
    { words: ['dataset', 'list'], code: 'database_unreachable', says: 'Check DATABASE_URL' },
    { words: ['watch', 'night-7'], code: 'temporal_unreachable', says: 'Check TEMPORAL_ADDRESS' },
  ])('of $words is exit code 1 with its cure', async ({ words, code, says }) => {
    const told = await evoline([...words, '--json'], { env: nowhere });
    expect(told.code).toBe(1);
    expect(told.stderr).toContain(says);
    expect(told.stderr).not.toContain('    at ');
    expect(JSON.parse(told.stdout)).toMatchObject({
      error: { code, cure: expect.stringContaining(says) },
    });
  });

  it('of a folder that is no repository names the folder', async () => {
    const source = `git:${import.meta.dirname}`;
    const told = await evoline(['mine', 'run', '--dry-run', '--json', '--source', source]);
    expect(told.code).toBe(1);
    expect(JSON.parse(told.stdout).error.message).toContain(import.meta.dirname);
  });
});

describe('reward score', () => {
  const output =
    '<think>t</think><solution>```\n### a\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n```</solution>';
  const line = { id: 1, code_context: { a: 'x\n' }, oracle_new_content: { a: 'y\n' }, output };

  it('needs no stack and loads neither Temporal nor PostgreSQL', async () => {
    const told = await evoline(['reward', 'score'], {
      input: JSON.stringify(line),
      node: ['--import', tellImports],
    });
    expect(told.code).toBe(0);
    expect(JSON.parse(told.stdout)).toEqual({
      id: 1,
      reward: 1,
      files: [{ path: 'a', similarity: 1 }],
    });
    expect(told.stderr).toContain('/search-replace.ts');
    expect(told.stderr).not.toMatch(/node_modules\/(@temporalio|pg|drizzle-orm)\/|infra\/src/);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [program, 'reward', 'score'], {
      env: { PATH: process.env['PATH'] },
    });
    const said = text(child.stderr);
    child.stdin.on('error', () => {}); // it stops reading, too
    const feed = setInterval(() => child.stdin.write(`${JSON.stringify(line)}\n`.repeat(50)), 10);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    clearInterval(feed);
    expect([code, await said]).toEqual([0, '']);
  });
});

describe('reward explain', () => {
  it('loads neither Temporal nor PostgreSQL for a line, and uses no colour in a pipe', async () => {
    const line = { id: 1, code_context: {}, oracle_new_content: { a: 'y\n' }, output: 'no tags' };
    const told = await evoline(['reward', 'explain'], {
      input: JSON.stringify(line),
      node: ['--import', tellImports],
    });
    expect(told).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1: -1, tag_count\n/) });
    expect(told.stdout).not.toContain('\u001b');
    expect(told.stderr).toContain('/explain-reward.ts');
    expect(told.stderr).not.toMatch(/node_modules\/(@temporalio|pg|drizzle-orm)\/|infra\/src/);
  });

  it('is exit code 2 without a line to explain', async () => {
    const told = await evoline(['reward', 'explain', '--json']);
    expect(told.code).toBe(2);
    expect(JSON.parse(told.stdout).error).toMatchObject({
      code: 'usage',
      message: expect.stringContaining('code_context'),
    });
  });

  it.each([
    [['--dataset', 'latest'], '--dataset is only with --sample'],
    [['--sample', 'latest/0', '--id', '17'], '--id is not with --sample'],
  ])('refuses options that would make no difference: %s', async (options, says) => {
    const told = await evoline(['reward', 'explain', ...options]);
    expect(told).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
  });
});

it('prints its version', async () => {
  expect(await evoline(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

/** Has a program write every module that it loads to standard error. */
const tellImports = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      process.stderr.write(url + '\\n');
      return next(url, context);
    },
  });
`)}`;

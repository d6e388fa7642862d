import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { inputOf, mineDry } from '@evoline/cli/commands/mine-run';
import type { Io } from '@evoline/cli/io';
import { git } from '@evoline/testing/git/git-process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHostileHistory } from './hostile-history.ts';

let folder = '';
let repository = '';
const env = {
  githubApiUrl: 'http://127.0.0.1:9',
  github: { tokens: [], app: null },
  demoWorldUrl: 'http://127.0.0.1:9',
  inherited: process.env,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-command-'));
  repository = join(folder, 'made.git');
  await git(folder, ['init', '--quiet', '--bare', repository]);
  await writeHostileHistory(repository);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(input: Parameters<typeof mineDry>[1], json: boolean) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io: Io = { stdin: Readable.from([]), stdout, stderr, json, columns: 100, colour: false };
  const code = await mineDry(io, input, env, join(folder, 'cache'));
  stdout.end();
  return { code, output: await text(stdout) };
}

describe('evoline mine run --dry-run', () => {
  it('prints one JSON document with the words that scripts rely on', async () => {
    const { code, output } = await run({ source: `git:${repository}` }, true);
    expect(code).toBe(0);
    expect(output.trimEnd().split('\n')).toHaveLength(1);
    const report = JSON.parse(output);
    expect(Object.keys(report)).toEqual(['source', 'seen', 'kept', 'funnel', 'items']);
    expect(report).toMatchObject({ seen: 39, kept: 16, funnel: { too_large: 2 } });
    const sha = expect.stringMatching(/^[0-9a-f]{40}$/);
    expect(report.items[0]).toEqual({
      repository: 'made',
      number: 1,
      base_tip: sha,
      merge_base: sha,
      head: sha,
      landed: sha,
      status: 'kept',
      files: ['a.py'],
    });
    const numbers = report.items.map(({ number }: { number: number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a: number, b: number) => a - b));
    expect(report.items.find(({ number }: { number: number }) => number === 19)).toMatchObject({
      status: 'dropped',
      reason: 'binary_file',
      files: ['x.bin'],
    });
  });

  it('explains the counts to people', async () => {
    const { output } = await run({ source: `git:${repository}`, limit: 5 }, false);
    expect(output).toContain('5 pull requests seen');
    expect(output).toMatch(/unsafe_path\s+a changed path leaves the repository/);
  });

  it('fails with a sentence where nothing answers', async () => {
    await expect(run({ source: 'github:o/n' }, true)).rejects.toMatchObject({
      code: 'github_unreachable',
    });
  });
});

describe('the options of evoline mine run', () => {
  it('stand for the workflow input, with paths made absolute', () => {
    const options = { source: 'git:some/where', limit: 3, maxFiles: 5, exclude: ['o/n'] };
    expect(inputOf(options, undefined)).toEqual({
      source: `git:${join(process.cwd(), 'some/where')}`,
      limit: 3,
      filters: { maxChangedFiles: 5, excludedRepositories: ['o/n'] },
    });
    expect(inputOf({}, 'github:o/n')).toEqual({ source: 'github:o/n' });
    expect(inputOf({ source: 'git:https://h/o/n' }, undefined).source).toBe('git:https://h/o/n');
  });

  it.each(['svn:x', 'github:o', 'git:ssh://h/o/n', 'git:me@h:o/n', 'git:https://a:b@h/o/n'])(
    'refuse %s as bad usage',
    (source) => {
      expect(() => inputOf({ source }, undefined)).toThrow(
        expect.objectContaining({ name: 'UsageError' }),
      );
    },
  );
});

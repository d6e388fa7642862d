import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Io } from '../io.ts';
import { rewardScore } from './reward-score.ts';

const output =
  '<think>t</think><solution>```\n### a\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n```</solution>';
const line = (id: string | number, more: object = {}) =>
  JSON.stringify({
    id,
    code_context: { a: 'x\n' },
    oracle_new_content: { a: 'y\n' },
    output,
    ...more,
  });

async function run(input: string | Buffer, file?: string) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, errors] = [text(stdout), text(stderr)];
  const stdin = Readable.from([Buffer.from(input)]);
  const io: Io = { stdin, stdout, stderr, json: false, columns: 100, colour: false };
  const exitCode = await rewardScore(io, file === undefined ? {} : { file });
  stdout.end();
  stderr.end();
  const answers = (await out).split('\n').slice(0, -1);
  return {
    exitCode,
    answers: answers.map((answer): unknown => JSON.parse(answer)),
    errors: await errors,
  };
}

describe('evoline reward score', () => {
  it('answers every line in its order, without a last line feed too', async () => {
    const faulty = line('two', { output: 'no tags' });
    expect(await run(`${line('one')}\n\n${faulty}\n${line(3)}`)).toEqual({
      exitCode: 0,
      answers: [
        { id: 'one', reward: 1, files: [{ path: 'a', similarity: 1 }] },
        { id: 'two', reward: -1, error: 'tag_count', files: [] },
        { id: 3, reward: 1, files: [{ path: 'a', similarity: 1 }] },
      ],
      errors: '',
    });
  });

  it('names bad lines by number on standard error, goes on and exits with 1', async () => {
    const input = ['{', '[]', line('one', { output: 7 }), line('two', { code_context: { a: 1 } })];
    const { exitCode, answers, errors } = await run([...input, line('good')].join('\n'));
    expect([exitCode, answers.length]).toEqual([1, 1]);
    expect(errors).toMatch(/line 1: not JSON/);
    expect(errors).toMatch(/line 2: .*expected object/);
    expect(errors).toMatch(/line 3: .*expected string.*output/);
    expect(errors).toMatch(/line 4: .*expected an object of texts by path.*code_context/);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const input = Buffer.concat([Buffer.from([0x22, 0xff, 0x22, 0x0a]), Buffer.from(line('good'))]);
    const { exitCode, answers, errors } = await run(input);
    expect([exitCode, answers.length]).toEqual([1, 1]);
    expect(errors).toMatch(/line 1: the line is not UTF-8/);
  });

  it('ignores unknown fields and names each of them once', async () => {
    const more = { expected: 1, family: 'x' };
    const { exitCode, answers, errors } = await run(`${line(1, more)}\n${line(2, more)}\n`);
    expect([exitCode, answers.length]).toEqual([0, 2]);
    expect(errors.match(/is not known and is ignored/g)).toHaveLength(2);
  });

  it('answers null with a reason for a sample over the size cap', async () => {
    const { exitCode, answers } = await run(
      line(1, { code_context: { a: 'x'.repeat(17_000_000) } }),
    );
    expect(exitCode).toBe(0);
    expect(answers).toEqual([
      { id: 1, reward: null, outcome: 'excluded', reason: 'over_size_cap', files: [] },
    ]);
  });

  it('keeps line separators, odd paths and lone surrogates of a line', async () => {
    const path = '__proto__';
    const texts = (content: string) => Object.fromEntries([[path, content]]);
    const edits = output.replace('### a', `### ${path}`).replace('\ny\n', '\n\u2028\ud83d\n');
    const { answers } = await run(
      line(1, {
        code_context: texts('x\n'),
        oracle_new_content: texts('\u2028\ud83d\n'),
        output: edits,
      }).replaceAll('\\u2028', '\u2028'),
    );
    expect(answers).toEqual([{ id: 1, reward: 1, files: [{ path, similarity: 1 }] }]);
  });

  it('reads a file instead of standard input', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reward-score-'));
    await writeFile(join(folder, 'lines'), `${line('filed')}\n`);
    const { answers } = await run('', join(folder, 'lines'));
    await rm(folder, { recursive: true });
    expect(answers).toMatchObject([{ id: 'filed', reward: 1 }]);
    await expect(run('', join(folder, 'lines'))).rejects.toThrow(/no such file/);
  });

  it('stops quietly when its reader goes away', async () => {
    const stdout = new PassThrough();
    const stdin = Readable.from(Array.from({ length: 50 }, () => Buffer.from(`${line(1)}\n`)));
    const stderr = new PassThrough().resume();
    stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    const io: Io = { stdin, stdout, stderr, json: false, columns: 100, colour: false };
    await expect(rewardScore(io, {})).resolves.toBe(0);
  });
});

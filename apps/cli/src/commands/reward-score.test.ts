import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Io } from '../io.ts';
import { rewardScore, type RewardScoreOptions } from './reward-score.ts';

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

const oddProgram = new URL('../scoring/odd-lines.test-thread.ts', import.meta.url);
const odd = { program: oddProgram, pairTimeoutSeconds: 2 };

async function run(input: string | Buffer, options: RewardScoreOptions = {}, own?: typeof odd) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, errors] = [text(stdout), text(stderr)];
  const stdin = Readable.from([Buffer.from(input)]);
  const io: Io = { stdin, stdout, stderr, json: false, columns: 100, colour: false };
  const exitCode = await rewardScore(io, { threads: 2, ...options }, own);
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
    expect(errors).toMatch(/1 scored, 0 at fault \(-1\), 0 excluded, 1 bad/);
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
    const { answers } = await run('', { file: join(folder, 'lines') });
    await rm(folder, { recursive: true });
    expect(answers).toMatchObject([{ id: 'filed', reward: 1 }]);
    await expect(run('', { file: join(folder, 'lines') })).rejects.toThrow(/no such file/);
  });

  it('stops quietly when its reader goes away', async () => {
    const stdout = new PassThrough();
    const stdin = Readable.from(Array.from({ length: 50 }, () => Buffer.from(`${line(1)}\n`)));
    const stderr = new PassThrough().resume();
    stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    const io: Io = { stdin, stdout, stderr, json: false, columns: 100, colour: false };
    await expect(rewardScore(io, {})).resolves.toBe(0);
  });

  it('keeps the order of many lines and the numbers of bad ones, over several threads', async () => {
    const isBad = (index: number) => index % 97 === 13;
    const lines = Array.from({ length: 1_000 }, (_, index) => (isBad(index) ? '{' : line(index)));
    const { exitCode, answers, errors } = await run(lines.join('\n'));
    const good = lines.flatMap((_, index) => (isBad(index) ? [] : [index]));
    expect([exitCode, answers.map((answer) => Object(answer).id)]).toEqual([1, good]);
    const named = [...errors.matchAll(/line (\d+): not JSON/g)].map(([, number]) => Number(number));
    expect(named).toEqual(lines.flatMap((_, index) => (isBad(index) ? [index + 1] : [])));
    const unordered = await run(lines.join('\n'), { unordered: true });
    const sorted = unordered.answers.toSorted((a, b) => Object(a).id - Object(b).id);
    expect([unordered.exitCode, sorted]).toEqual([1, answers]);
  });

  it.each([
    ['discrete', [0, 1]],
    ['discrete@1', [0, 1]],
    ['search-replace=1,discrete=3', [0.2, 1]],
  ])('scores by the reward %s', async (variant, [least, exact]) => {
    const other = line('other', { output: output.replace('\ny\n', '\nz\n') });
    const { answers } = await run(`${other}\n${line('exact')}\n`, { variant });
    expect(answers).toMatchObject([{ id: 'other' }, { id: 'exact', reward: exact }]);
    expect(Object(answers[0]).reward).toBeGreaterThanOrEqual(least ?? 0);
    expect(Object(answers[0]).reward).toBeLessThan(1);
  });

  it('refuses a reward that there is not before it reads a line', async () => {
    await expect(run(line(1), { variant: 'bleu' })).rejects.toThrow(/search-replace@1/);
  });

  it('answers a line that takes too long or ends its thread as excluded, and loses no other', async () => {
    const oddLine = (id: string, says: string) => line(id, { output: `${output} ${says}` });
    const lines = [
      line('a'),
      oddLine('slow', 'take forever'),
      line('b'),
      oddLine('deadly', 'end the thread'),
      oddLine('worst', 'never readable'),
      line('c'),
    ];
    const { exitCode, answers, errors } = await run(lines.join('\n'), {}, odd);
    const excluded = (id: string, reason: string) => {
      return { id, reward: null, outcome: 'excluded', reason, files: [] };
    };
    expect(answers).toMatchObject([
      { id: 'a', reward: 1 },
      excluded('slow', 'score_timeout'),
      { id: 'b', reward: 1 },
      excluded('deadly', 'grader_error'),
      { id: 'c', reward: 1 },
    ]);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/line 5: it could not be read/);
    expect(errors).toMatch(/3 scored, 0 at fault \(-1\), 2 excluded, 1 bad/);
  });

  it('answers a line before the next one is written', async () => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const io: Io = { stdin, stdout, stderr, json: false, columns: 100, colour: false };
    const ended = rewardScore(io, { threads: 1 });
    for (const id of [1, 2, 3]) {
      stdin.write(`${line(id)}\n`);
      const [answer] = await once(stdout, 'data');
      expect(JSON.parse(String(answer))).toMatchObject({ id });
    }
    stdin.end();
    expect(await ended).toBe(0);
  });

  it('reads no further than a bounded number of lines before its answers are taken', async () => {
    let given = 0;
    const stdin = Readable.from(endlessLines(() => (given += 1)));
    const [stdout, stderr] = [new PassThrough({ highWaterMark: 1_000 }), new PassThrough()];
    const io: Io = { stdin, stdout, stderr, json: false, columns: 100, colour: false };
    const ended = rewardScore(io, { threads: 1 });
    while (!stdout.writableNeedDrain) await nextTurn();
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
    expect(given).toBeLessThan(1_000);
    stdout.resume();
    while (given < 2_000) await nextTurn();
    stdout.destroy();
    expect(await ended).toBe(0);
    expect(stdin.destroyed).toBe(true);
  });

  it('stops quietly when its reader goes away while it waits for input', async () => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const io: Io = { stdin, stdout, stderr, json: false, columns: 100, colour: false };
    const ended = rewardScore(io, { threads: 1 });
    stdin.write(`${line(1)}\n`);
    await once(stdout, 'data');
    stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await ended).toBe(0);
    expect(stderr.read()).toBeNull();
  });
});

async function* endlessLines(onGiven: () => void): AsyncGenerator<Buffer> {
  for (let id = 0; ; id += 1) {
    onGiven();
    yield Buffer.from(`${line(id)}\n`);
    if (id % 16 === 0) await nextTurn();
  }
}

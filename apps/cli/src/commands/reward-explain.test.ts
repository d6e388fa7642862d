import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Io } from '../io.ts';
import { rewardExplain } from './reward-explain.ts';

const block = (path: string, search: string, replace: string) =>
  `\`\`\`python\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;
const answer = (...blocks: string[]) =>
  `<think>\nThe loop forgets the sum.\n</think>\n<solution>\n${blocks.join('\n')}\n</solution>`;

const code =
  'def total(values):\n    result = 0\n    for v in values:\n        result = v\n    return result\n';
const fixed = code.replace('result = v', 'result += v');
const sample = (id: string | number, output: string, more: object = {}) => ({
  id,
  code_context: { 'sum.py': code },
  oracle_new_content: { 'sum.py': fixed },
  output,
  ...more,
});
const near = sample(
  'near',
  answer(block('sum.py', '        result = v', '        result = result + v')),
);
const missed = sample('missed', answer(block('sum.py', '    result = v', '    result += v')));
const severalFiles = sample(
  7,
  answer(block('sum.py', '        result = v', '        result += v')),
  {
    code_context: { 'sum.py': code, '文書.md': '合計\n' },
    oracle_new_content: { 'sum.py': fixed, '文書.md': '総和\n' },
  },
);
const other = sample('other', '', {
  code_context: { 'b.py': 'x = 1\ny = 2\n' },
  oracle_new_content: { 'b.py': 'x = 1\ny += 2\n' },
});

async function explain(
  lines: readonly (object | string)[],
  options: Parameters<typeof rewardExplain>[1] = {},
  given: Partial<Io> = {},
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, errors] = [text(stdout), text(stderr)];
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  const stdin = Readable.from([Buffer.from(input.join('\n'))]);
  const io: Io = { stdin, stdout, stderr, json: false, columns: 100, colour: false, ...given };
  try {
    const exitCode = await rewardExplain(io, options);
    stdout.end();
    stderr.end();
    return { exitCode, said: await out, errors: await errors };
  } finally {
    stderr.end();
  }
}

describe('evoline reward explain', () => {
  it('shows how a value came about and both diffs side by side, without colours in a pipe', async () => {
    const { exitCode, said, errors } = await explain([near]);
    expect([exitCode, errors]).toEqual([0, '']);
    expect(said).toMatch(/^near: 0\.\d{4}\nsearch-replace@1: mean character similarity/);
    expect(said).toMatch(/the mean of one file\nsimilarity +matched +predicted +oracle +file/);
    expect(said).toMatch(/sum\.py: 0\.\d{4}, 2 · \d+ matched characters \/ \(\d+ \+ \d+\)/);
    expect(said).toMatch(/^-        result = v +=  ?-        result = v$/m);
    expect(said).toMatch(/^\+        result = result \+ v +~ \+        result \+= v$/m);
    expect(said).toMatch(/a blank line at each place of the oracle +0\.\d{4} +[+-]\d\.\d{4}/);
    expect(said).toContain('--unrelated <file>');
    expect(said).not.toContain('\u001b');
  });

  it('colours matched characters where colours may be used', async () => {
    const { said } = await explain([near], {}, { colour: true });
    expect(said).toContain('\u001b[32m+        result \u001b[39m');
  });

  it('puts a fault where it stands, says what was found and what to do', async () => {
    const { exitCode, said } = await explain([missed]);
    expect(exitCode).toBe(0);
    expect(said).toContain('missed: -1, search_not_found');
    expect(said).toContain("it stands in line 4, but not at the line's start");
    expect(said).toContain('at line 8, column 1 (character 91) of the output');
    expect(said).toMatch(/^ ?8 │ {5}result = v\n +│ \^{14}$/m);
    expect(said).toContain('must be copied from the file');
    expect(said).not.toMatch(/^predicted/m);
  });

  it('explains several files, one of them not touched, in wide characters', async () => {
    const { said } = await explain([severalFiles]);
    expect(said).toMatch(/^7: 0\.5000\n/);
    expect(said).toContain('the mean of 2 files');
    expect(said).toContain('文書.md: 0.0000, only the oracle changes it');
    expect(said).toMatch(/^predicted: not changed +oracle$/m);
    expect(said).toMatch(/^ +> \+総和$/m);
  });

  it('explains a combination by its parts, and a fault of several parts once', async () => {
    const variant = 'search-replace=3,discrete=1';
    const { said } = await explain([severalFiles], { variant });
    expect(said).toMatch(/discrete@1 +1 +0\.2500 +0\.0000 +0\.0000/);
    expect(said).toMatch(/search-replace@1 +3 +0\.7500 +0\.5000 +0\.3750/);
    expect(said).toContain('1 when every file is changed exactly as in the oracle, else 0');
    const faulty = await explain([missed], { variant });
    expect(faulty.said).toContain('the same fault as above');
    expect(faulty.said.match(/must be copied from the file/g)).toHaveLength(1);
  });

  it('holds the changes of other items against it, those of the input or of another file', async () => {
    const { said } = await explain([near, other], { id: 'near' });
    expect(said).toMatch(/the most alike of 1 change by other items +0\.\d{4} +\+0\.\d{4}/);
    expect(said).toContain('sum.py: most like what other (line 2) changes in b.py');
    const folder = await mkdtemp(join(tmpdir(), 'reward-explain-'));
    await writeFile(join(folder, 'others'), `${JSON.stringify(other)}\n`);
    const apart = await explain([near], { unrelated: join(folder, 'others') });
    await rm(folder, { recursive: true });
    expect(apart.said).toContain('sum.py: most like what other (line 1) changes in b.py');
  });

  it('is one JSON document with --json', async () => {
    const { said } = await explain([near, other], { id: 'near' }, { json: true });
    const document = JSON.parse(said);
    expect(document).toMatchObject({
      id: 'near',
      line: 1,
      reward: 'search-replace@1',
      outcome: 'scored',
      origin: { kind: 'mean', files: 1 },
      fault: null,
      baselines: { unrelated: { among: 1, from: [{ item: 'other (line 2)', itemPath: 'b.py' }] } },
    });
    const [file] = document.files;
    const characters = file.predictedCharacters + file.oracleCharacters;
    expect(document.value).toBe((2 * file.matchedCharacters) / characters);
    const fault = JSON.parse((await explain([missed], {}, { json: true })).said).fault;
    expect(fault.position).toEqual({ offset: 90, line: 8, column: 1 });
  });

  it('asks for an id where there are several lines, and lists those that there are', async () => {
    await expect(explain([near, other])).rejects.toThrow(
      /2 lines; choose one with --id: near, other/,
    );
    await expect(explain([near, other], { id: 'x' })).rejects.toThrow(
      /no line has the id x; there are near, other/,
    );
    expect((await explain([severalFiles, near], { id: '7' })).said).toMatch(/^7: /);
    const twice = await explain([near, { ...missed, id: 'near' }], { id: 'near' });
    expect(twice.errors).toContain('2 lines have the id near; this is line 1');
  });

  it('names bad lines and fields that are not known, and goes on', async () => {
    const { said, errors } = await explain(['{', '[]', '', sample('good', '', { expected: 1 })]);
    expect(said).toMatch(/^good: -1, tag_count/);
    expect(errors).toMatch(/line 1: not JSON/);
    expect(errors).toMatch(/line 2: .*expected object/);
    expect(errors).toContain('the field "expected" is not known and is ignored');
    await expect(explain(['{'])).rejects.toThrow(
      /no line that can be read; expected \{"id", "code_context"/,
    );
    await expect(explain([near], { variant: 'nope' })).rejects.toThrow(
      /"nope": there are search-replace@1/,
    );
    await expect(explain([], { file: '/nonexistent/lines' })).rejects.toThrow(/no such file/);
  });
});

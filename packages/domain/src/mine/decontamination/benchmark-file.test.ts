import { expect, it } from 'vitest';
import { readBenchmarkFile, writeBenchmarkFile } from './benchmark-file.ts';

const lines = [
  {
    instance_id: 'made__up-1',
    repo: 'made/up',
    base_commit: 'a'.repeat(40),
    patch: 'diff',
    problem_statement: 'It fails',
    FAIL_TO_PASS: '[]',
  },
  { base_commit: 'b'.repeat(40) },
  { instance_id: 'made__up-3', patch_id: 'c'.repeat(40), patch: null },
]
  .map((line) => JSON.stringify(line))
  .join('\n');

it('reads the columns of SWE-bench and passes over the others', () => {
  expect(readBenchmarkFile('made.jsonl', `${lines}\n\n`)).toEqual([
    {
      id: 'made__up-1',
      baseCommit: 'a'.repeat(40),
      patch: 'diff',
      patchId: null,
      statement: 'It fails',
    },
    { id: 'made.jsonl:2', baseCommit: 'b'.repeat(40), patch: null, patchId: null, statement: null },
    { id: 'made__up-3', baseCommit: null, patch: null, patchId: 'c'.repeat(40), statement: null },
  ]);
});

it('writes what it reads', () => {
  const read = readBenchmarkFile('made.jsonl', lines);
  expect(readBenchmarkFile('other.jsonl', writeBenchmarkFile(read))).toEqual(read);
});

it.each([
  ['no JSON', 'made.jsonl, line 2: no JSON'],
  ['{"instance_id":"x"}', 'made.jsonl, line 2: expected one of base_commit'],
  ['{"base_commit":"main"}', 'base_commit'],
  ['[]', 'made.jsonl, line 2'],
])('refuses %s by file and line', (line, expected) => {
  const first = JSON.stringify({ base_commit: 'a'.repeat(40) });
  expect(() => readBenchmarkFile('made.jsonl', `${first}\n${line}`)).toThrow(
    expect.objectContaining({ code: 'input_invalid', message: expect.stringContaining(expected) }),
  );
});

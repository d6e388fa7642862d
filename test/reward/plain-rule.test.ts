import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCPython } from '../bench/find-cpython.ts';
import { type PythonChild, startPythonChild } from '../bench/python-child.ts';

const golden = join(import.meta.dirname, '../../packages/domain/src/reward/golden/reward.jsonl');

interface GoldenReward {
  readonly id: string;
  readonly code_context: Readonly<Record<string, string>>;
  readonly oracle_new_content: Readonly<Record<string, string>>;
  readonly output: string;
  readonly expected: Explained;
}

interface Explained {
  readonly reward: number;
  readonly error: { readonly category: string } | null;
  readonly similarities: readonly object[];
}

let python: PythonChild;

beforeAll(() => {
  python = startPythonChild(findCPython().program);
});

afterAll(() => python.close());

describe('the plain Python rule that fuzzing and the benchmark compare with', () => {
  it('gives the golden rewards', async () => {
    const lines = readFileSync(golden, 'ascii').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(70);
    for (const line of lines) {
      const { id, code_context, oracle_new_content, output, expected }: GoldenReward =
        JSON.parse(line);
      const said = await python.ask<Explained>({
        act: 'explain',
        context: code_context,
        oracle: oracle_new_content,
        output,
      });
      expect({ id, ...parts(said) }).toEqual({ id, ...parts(expected) });
    }
  });

  it('says that it took too long rather than to go on for ever', async () => {
    const [a, b] = ['ab'.repeat(4_000), 'ba'.repeat(4_000)];
    const request = {
      act: 'ratio',
      peer: 'cpython',
      a,
      b,
      repeats: 1,
      limitSeconds: 0.05,
    } as const;
    expect(await python.ask(request)).toEqual({ late: true });
    expect(await python.ask({ ...request, a: 'abcd', b: 'bcde' })).toMatchObject({ value: 0.75 });
  });
});

function parts({ reward, error, similarities }: Explained) {
  return { reward, category: error?.category, similarities };
}

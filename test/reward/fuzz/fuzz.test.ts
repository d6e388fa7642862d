import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import { typescriptEngine } from '@evoline/sequence-matcher/typescript-engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyEngine } from '../../../packages/sequence-matcher/test/every-engine.ts';
import { findCPython } from '../../bench/find-cpython.ts';
import { type PythonChild, startPythonChild } from '../../bench/python-child.ts';
import { fileChanges } from './file-changes.ts';
import { fuzz } from './fuzz.ts';
import type { FuzzKind, GoldenLine } from './fuzz-kind.ts';
import { addGoldenLine } from './golden-file.ts';
import { textPairs } from './text-pairs.ts';
import { wholeRewards } from './whole-rewards.ts';

let python: PythonChild;
let folder: string;

beforeAll(() => {
  python = startPythonChild(findCPython().program);
  folder = mkdtempSync(join(tmpdir(), 'evoline-fuzz-'));
});

afterAll(async () => {
  await python.close();
  rmSync(folder, { recursive: true });
});

/** What a run over these kinds finds, over at most this many rounds. */
async function foundBy(kinds: readonly FuzzKind[], rounds: number) {
  const stop = new AbortController();
  const lines: GoldenLine[] = [];
  let left = rounds;
  const summary = await fuzz({
    kinds,
    python,
    seed: 'test',
    signal: stop.signal,
    onRound: () => (left -= 1) === 0 && stop.abort(),
    keep: (line) => lines.push(line),
  });
  return { summary, lines };
}

/** Right, but for the ratio of what this says. */
function wrongFor(isWrong: (a: string, b: string) => boolean): MatchEngine {
  const ratio = (a: string, b: string): number =>
    isWrong(a, b) ? 0.123 : typescriptEngine.ratio(a, b);
  return { ...typescriptEngine, ratio };
}

describe('fuzzing', () => {
  it('writes what a wrong engine gets wrong as a small golden line that the right engine fulfils', async () => {
    const isWrong = (a: string, b: string): boolean => a.includes('e') && b.includes(' ');
    const { summary, lines } = await foundBy([textPairs([wrongFor(isWrong)])], 100);
    expect(summary.counterexamples).toBe(5);
    for (const line of lines) addGoldenLine(folder, line);
    const written = readFileSync(join(folder, 'ratio.jsonl'), 'ascii').trimEnd().split('\n');
    expect(written).toHaveLength(5);
    const [first] = written.map((line) => JSON.parse(line));
    expect(first).toMatchObject({ a: 'e', b: ' ', ratio: 0, ratio_hex: '0x0.0p+0', matches: 0 });
    expect(typescriptEngine.ratio(first.a, first.b)).toBe(first.ratio);
  });

  it('sees an engine that throws', async () => {
    const broken: MatchEngine = {
      ...typescriptEngine,
      matchingBlocks: () => {
        throw new RangeError('no');
      },
    };
    const { lines } = await foundBy([textPairs([broken])], 1);
    expect(lines[0]).toMatchObject({ file: 'blocks', content: { a: '', b: '' } });
  });

  it('sees a wrong ratio in a whole reward', async () => {
    const engine = wrongFor((a) => a.length > 40);
    const prepare = (b: string) => ({
      ...typescriptEngine.prepare(b),
      ratio: (a: string) => engine.ratio(a, b),
    });
    const { lines } = await foundBy([wholeRewards([{ ...engine, prepare }])], 20);
    expect(lines[0]).toMatchObject({ file: 'reward', content: { expected: { error: null } } });
  });

  it('finds nothing wrong in a few hundred cases', async () => {
    const kinds = [textPairs(everyEngine), fileChanges, wholeRewards(everyEngine)];
    const { summary } = await foundBy(kinds, 10);
    expect(summary).toEqual({
      judged: { 'text pairs': 200, diffs: 200, rewards: 200 },
      counterexamples: 0,
    });
  });
});

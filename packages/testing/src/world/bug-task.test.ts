import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateBugTasks, isUnambiguous } from './bug-task.ts';
import { functionNames, worldSplits } from './vocabulary.ts';

const seeds = fc.integer({ min: 0, max: 1_000_000 });
const splits = fc.constantFrom(...worldSplits);

test('every task can be fixed in exactly one place, and the fix restores the oracle', () => {
  fc.assert(
    fc.property(splits, seeds, (split, seed) => {
      for (const task of generateBugTasks(split, 40, seed)) {
        expect(isUnambiguous(task)).toBe(true);
        const fixed = `\n${task.before}`
          .replaceAll(`\n${task.search}`, `\n${task.replace}`)
          .slice(1);
        expect(fixed).toBe(task.after);
        expect(task.before).not.toBe(task.after);
      }
    }),
    { numRuns: 25 },
  );
});

test('a search text that begins a second line is ambiguous', () => {
  const before = 'def f(x):\n    return x\n    return xs\n';
  expect(isUnambiguous({ before, search: '    return x' })).toBe(false);
  expect(isUnambiguous({ before, search: '    return xs' })).toBe(true);
});

test('no issue holds the right line', () => {
  fc.assert(
    fc.property(splits, seeds, (split, seed) => {
      for (const task of generateBugTasks(split, 40, seed)) {
        expect(task.issue).not.toContain(task.replace.trim());
        expect(task.issue.startsWith(`${task.functionName} `)).toBe(true);
        expect(task.thought.startsWith(`fix ${task.functionName}: `)).toBe(true);
      }
    }),
    { numRuns: 25 },
  );
});

test('no function name of a split occurs in the text of another split', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const split of worldSplits) {
        const text = JSON.stringify(generateBugTasks(split, 100, seed));
        for (const other of worldSplits.filter((name) => name !== split))
          for (const name of functionNames[other]) expect(text.includes(name)).toBe(false);
      }
    }),
    { numRuns: 5 },
  );
});

test('the names of the splits are disjoint and cover verbs times nouns', () => {
  const all = worldSplits.flatMap((split) => functionNames[split]);
  expect(new Set(all).size).toBe(800);
  expect(all.length).toBe(800);
  for (const split of worldSplits) expect(functionNames[split].length).toBeGreaterThan(150);
});

test('the same seed gives the same tasks and another seed gives others', () => {
  expect(generateBugTasks('train', 30, 3)).toEqual(generateBugTasks('train', 30, 3));
  expect(generateBugTasks('train', 30, 4)).not.toEqual(generateBugTasks('train', 30, 3));
});

test('all nineteen mutations occur in a split of the usual size', () => {
  const kinds = new Set(generateBugTasks('warm-start', 4000, 0).map((task) => task.kind));
  expect(kinds.size).toBe(19);
  expect(
    new Set(generateBugTasks('held-out', 128, 0).map((task) => task.kind)).size,
  ).toBeGreaterThan(15);
});

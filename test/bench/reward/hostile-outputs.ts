import type { RewardTask } from '@evoline/domain/reward/reward-rule';

/** An output that a policy may learn to write, with about `size` of whatever is too much of it. */
export interface HostileOutput {
  readonly name: string;
  /** Of what there is so much. */
  readonly unit: string;
  readonly size: number;
  make(size: number): { readonly task: RewardTask; readonly output: string };
}

const file = 'def f(x):\n    return x\n'.repeat(50);
const changed = file.replace('return x', 'return x + 1');

export const hostileOutputs: readonly HostileOutput[] = [
  {
    name: 'a long thought',
    unit: 'characters',
    size: 1_000_000,
    make: (size) => judged(edit('a.py', 'def f(x):', 'def g(x):'), 'so '.repeat(size / 3)),
  },
  {
    name: 'opening fences and nothing else',
    unit: 'fences',
    size: 10_000,
    make: (size) => judged('```\n'.repeat(size)),
  },
  {
    name: 'blocks that never end',
    unit: 'fences',
    size: 10_000,
    make: (size) => judged('```\n### a.py\n<<<<<<< SEARCH\nx\n=======\n'.repeat(size)),
  },
  {
    name: 'edits of one file, one after the other',
    unit: 'edits',
    size: 10_000,
    make: (size) => chained(size),
  },
  {
    name: 'a search block that is not there',
    unit: 'characters',
    size: 1_000_000,
    make: (size) => judged(edit('a.py', 'def f(x):\n    return x\n'.repeat(size / 23), 'x')),
  },
  {
    name: 'a search block that is the whole file',
    unit: 'characters',
    size: 1_000_000,
    make: (size) => wholeFile(size),
  },
  {
    name: 'a search text that is everywhere',
    unit: 'lines',
    size: 100_000,
    make: (size) => {
      const task = taskOf('a\n'.repeat(size), 'a\n'.repeat(size - 1));
      return { task, output: answer(edit('a.py', 'a', 'b')) };
    },
  },
  {
    name: 'lone surrogates',
    unit: 'characters',
    size: 20_000,
    make: (size) => replacing('\ud83d x\n'.repeat(size / 4), '\ude00 y\n'.repeat(size / 4)),
  },
  {
    name: 'NUL characters',
    unit: 'characters',
    size: 20_000,
    make: (size) => replacing('\0\0x\n'.repeat(size / 4), '\0\0\0\n'.repeat(size / 4)),
  },
  {
    name: 'tags inside the code',
    unit: 'characters',
    size: 1_000_000,
    make: (size) => judged(edit('a.py', 'def f(x):', '<solution>\n'.repeat(size / 11))),
  },
  {
    name: '`__proto__` as a path',
    unit: 'edits',
    size: 1_000,
    make: (size) =>
      judged(Array.from({ length: size }, (_, at) => edit('__proto__', '', `x${at}\n`)).join('\n')),
  },
  {
    name: 'replacements that double the file each time',
    unit: 'edits',
    size: 60,
    make: (size) =>
      judged(Array.from({ length: size }, () => edit('a.py', 'def', 'def\ndef')).join('\n')),
  },
];

function judged(solution: string, thought = 'why') {
  return { task: taskOf(file, changed), output: answer(solution, thought) };
}

function taskOf(before: string, after: string): RewardTask {
  return { codeContext: { 'a.py': before }, oracleNewContent: { 'a.py': after } };
}

function answer(solution: string, thought = 'why'): string {
  return `<think>\n${thought}\n</think>\n<solution>\n${solution}\n</solution>`;
}

function edit(path: string, search: string, replace: string): string {
  return `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;
}

function replacing(before: string, after: string) {
  const output = answer(edit('a.py', before.slice(0, -1), after.slice(0, -1)));
  return { task: taskOf(before, after.slice(after.length / 2)), output };
}

/** Each line is edited by a block of its own. */
function chained(size: number) {
  const lines = Array.from({ length: size }, (_, at) => `line ${at};\n`);
  const edits = lines.map((_, at) => edit('a.py', `line ${at};`, `row ${at};`));
  const after = lines.with(0, 'first\n').join('');
  return { task: taskOf(lines.join(''), after), output: answer(edits.join('\n')) };
}

function wholeFile(size: number) {
  const before = Array.from({ length: size / 20 }, (_, at) => `value_${at} = ${at}`).join('\n');
  const after = before.replace('value_7 ', 'value_8 ');
  const output = answer(edit('a.py', before, before.replace('value_9 ', 'value_10 ')));
  return { task: taskOf(before, after), output };
}

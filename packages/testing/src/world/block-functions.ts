import { indent, type FunctionTemplate } from './function-template.ts';
import { sequences, variables } from './vocabulary.ts';

const accumulation: FunctionTemplate = (name, random) => {
  const sequence = random.pick(sequences);
  const sum = random.pick(['total', 'result', 'acc']);
  const each = random.pick(['x', 'v', 'item']);
  return {
    lines: [
      `def ${name}(${sequence}):`,
      `${indent}${sum} = 0`,
      `${indent}for ${each} in ${sequence}:`,
      `${indent}${indent}${sum} += ${each}`,
      `${indent}return ${sum}`,
    ],
    mutations: [
      {
        kind: 'wrong start value',
        line: 1,
        buggy: `${indent}${sum} = 1`,
        symptoms: ['is one too high', 'counts one too many'],
        reason: 'start at 0',
      },
      {
        kind: 'wrong sign',
        line: 3,
        buggy: `${indent}${indent}${sum} -= ${each}`,
        symptoms: ['has the wrong sign', 'goes negative'],
        reason: 'use += here',
      },
      {
        kind: 'wrong variable returned',
        line: 4,
        buggy: `${indent}return ${each}`,
        symptoms: ['returns only the last item', 'loses all but the last item'],
        reason: `return ${sum}`,
      },
      {
        kind: 'return too deep',
        line: 4,
        buggy: `${indent}${indent}return ${sum}`,
        symptoms: ['stops after the first item', 'returns too early'],
        reason: 'move the return out',
      },
    ],
  };
};

const ends = [
  { index: '0', wrong: '1', which: 'first' },
  { index: '0', wrong: '-1', which: 'first' },
  { index: '-1', wrong: '0', which: 'last' },
  { index: '-1', wrong: '1', which: 'last' },
] as const;

const endOfSequence: FunctionTemplate = (name, random) => {
  const sequence = random.pick(sequences);
  const { index, wrong, which } = random.pick(ends);
  return {
    lines: [
      `def ${name}(${sequence}):`,
      `${indent}if not ${sequence}:`,
      `${indent}${indent}return None`,
      `${indent}return ${sequence}[${index}]`,
    ],
    mutations: [
      {
        kind: 'missing not',
        line: 1,
        buggy: `${indent}if ${sequence}:`,
        symptoms: ['crashes on an empty list', 'fails when the list is empty'],
        reason: 'the check needs not',
      },
      {
        kind: 'wrong index',
        line: 3,
        buggy: `${indent}return ${sequence}[${wrong}]`,
        symptoms: [`should return the ${which} item`, `is wrong, expected the ${which} item`],
        reason: `use index ${index} for the ${which}`,
      },
    ],
  };
};

const collection: FunctionTemplate = (name, random) => {
  const count = random.pick(variables);
  const out = random.pick(['out', 'result', 'found']);
  const each = random.pick(['i', 'k', 'j']);
  return {
    lines: [
      `def ${name}(${count}):`,
      `${indent}${out} = []`,
      `${indent}for ${each} in range(${count}):`,
      `${indent}${indent}${out}.append(${each})`,
      `${indent}return ${out}`,
    ],
    mutations: [
      {
        kind: 'range one short',
        line: 2,
        buggy: `${indent}for ${each} in range(${count} - 1):`,
        symptoms: ['misses the last number', 'stops one too soon'],
        reason: `range must reach ${count}`,
      },
      {
        kind: 'range one late',
        line: 2,
        buggy: `${indent}for ${each} in range(1, ${count}):`,
        symptoms: ['misses the number zero', 'starts one too late'],
        reason: 'range must start at 0',
      },
      {
        kind: 'remove for append',
        line: 3,
        buggy: `${indent}${indent}${out}.remove(${each})`,
        symptoms: ['raises ValueError', 'crashes with ValueError'],
        reason: 'use append',
      },
      {
        kind: 'returns None',
        line: 4,
        buggy: `${indent}return None`,
        symptoms: ['returns None', 'gives back nothing'],
        reason: `return ${out}`,
      },
    ],
  };
};

const clipping: FunctionTemplate = (name, random) => {
  const [value, limit] = random.pickTwo(variables);
  const [operator, turned] = random.pickTwo(['<', '>']);
  const side = operator === '<' ? 'below' : 'above';
  return {
    lines: [
      `def ${name}(${value}, ${limit}):`,
      `${indent}if ${value} ${operator} ${limit}:`,
      `${indent}${indent}return ${limit}`,
      `${indent}return ${value}`,
    ],
    mutations: [
      {
        kind: 'clips the wrong way',
        line: 1,
        buggy: `${indent}if ${value} ${turned} ${limit}:`,
        symptoms: [
          `should clip values ${side} the limit`,
          `does not clip values ${side} the limit`,
        ],
        reason: `use ${operator} to clip ${side}`,
      },
      {
        kind: 'ignores the limit',
        line: 2,
        buggy: `${indent}${indent}return ${value}`,
        symptoms: ['ignores the limit', 'never clips'],
        reason: `return ${limit} when clipped`,
      },
      {
        kind: 'returns the limit',
        line: 3,
        buggy: `${indent}return ${limit}`,
        symptoms: ['always returns the limit', 'loses the value'],
        reason: `return ${value} at the end`,
      },
    ],
  };
};

/** Functions with a branch or a loop; thirteen ways to break. */
export const blockFunctions: readonly FunctionTemplate[] = [
  accumulation,
  endOfSequence,
  collection,
  clipping,
];

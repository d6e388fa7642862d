import { indent, type FunctionTemplate } from './function-template.ts';
import { variables } from './vocabulary.ts';

const resultOf = {
  '+': 'the sum',
  '-': 'the difference',
  '*': 'the product',
  '//': 'the quotient',
} as const;

const operators = ['+', '-', '*', '//'] as const;

const arithmetic: FunctionTemplate = (name, random) => {
  const [left, right] = random.pickTwo(variables);
  const [good, wrong] = random.pickTwo(operators);
  const result = resultOf[good];
  return {
    lines: [`def ${name}(${left}, ${right}):`, `${indent}return ${left} ${good} ${right}`],
    mutations: [
      {
        kind: 'wrong operator',
        line: 1,
        buggy: `${indent}return ${left} ${wrong} ${right}`,
        symptoms: [`should return ${result}`, `is wrong, expected ${result}`],
        reason: `use ${good} for ${result}`,
      },
    ],
  };
};

const comparisons = [
  { operator: '<', atEquality: '<=', turned: '>', equal: 'False' },
  { operator: '<=', atEquality: '<', turned: '>=', equal: 'True' },
  { operator: '>', atEquality: '>=', turned: '<', equal: 'False' },
  { operator: '>=', atEquality: '>', turned: '<=', equal: 'True' },
] as const;

const comparison: FunctionTemplate = (name, random) => {
  const [left, right] = random.pickTwo(variables);
  const { operator, atEquality, turned, equal } = random.pick(comparisons);
  return {
    lines: [`def ${name}(${left}, ${right}):`, `${indent}return ${left} ${operator} ${right}`],
    mutations: [
      {
        kind: 'off at equality',
        line: 1,
        buggy: `${indent}return ${left} ${atEquality} ${right}`,
        symptoms: [`should be ${equal} for equal values`, `is wrong when equal, expected ${equal}`],
        reason: `use ${operator} so that equal is ${equal}`,
      },
      {
        kind: 'comparison turned round',
        line: 1,
        buggy: `${indent}return ${left} ${turned} ${right}`,
        symptoms: ['compares the wrong way round', 'gives the opposite answer'],
        reason: `use ${operator} to turn it round`,
      },
    ],
  };
};

const extremum: FunctionTemplate = (name, random) => {
  const [left, right] = random.pickTwo(variables);
  const [builtin, wrong] = random.pickTwo(['max', 'min']);
  const which = builtin === 'max' ? 'larger' : 'smaller';
  return {
    lines: [`def ${name}(${left}, ${right}):`, `${indent}return ${builtin}(${left}, ${right})`],
    mutations: [
      {
        kind: 'min for max',
        line: 1,
        buggy: `${indent}return ${wrong}(${left}, ${right})`,
        symptoms: [`should pick the ${which} value`, `is wrong, expected the ${which} one`],
        reason: `use ${builtin} for the ${which}`,
      },
    ],
  };
};

const letters: FunctionTemplate = (name, random) => {
  const text = random.pick(['text', 'name', 'word', 'line']);
  const [method, wrong] = random.pickTwo(['lower', 'upper']);
  const which = method === 'lower' ? 'small' : 'capital';
  return {
    lines: [`def ${name}(${text}):`, `${indent}return ${text}.strip().${method}()`],
    mutations: [
      {
        kind: 'upper for lower',
        line: 1,
        buggy: `${indent}return ${text}.strip().${wrong}()`,
        symptoms: [`should give ${which} letters`, `is wrong, expected ${which} letters`],
        reason: `use ${method} for ${which} letters`,
      },
      {
        kind: 'strip missing',
        line: 1,
        buggy: `${indent}return ${text}.${method}()`,
        symptoms: ['keeps the spaces around', 'does not remove spaces'],
        reason: 'call strip first',
      },
    ],
  };
};

/** Functions that are one expression; six ways to break. */
export const oneLineFunctions: readonly FunctionTemplate[] = [
  arithmetic,
  comparison,
  extremum,
  letters,
];

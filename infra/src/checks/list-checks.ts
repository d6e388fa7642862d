import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFolder, repositoryRoot } from '../paths.ts';
import type { Check } from './check.ts';
import { readJunitReport, readVitestReport } from './read-test-report.ts';

/** What is there in any case; a folder of test/ that is missing here would be a suite that silently does not run. */
export const requiredAreas = [
  'replay',
  'mining',
  'lineage',
  'dataset-files',
  'reward',
  'faults',
  'pipeline',
  'browser',
] as const;

const notAreas = new Set(['house', 'bench', 'gpu', 'node_modules']);

/** The static checks, the locks and the unit tests: what `npm run check` runs. */
export function quickChecks(): readonly Check[] {
  return [
    { title: 'format', command: ['oxfmt', '--check', '.'], deadlineSeconds: 120 },
    {
      title: 'lint',
      command: [
        'oxlint',
        '--type-aware',
        '--deny-warnings',
        '--report-unused-disable-directives',
        '.',
      ],
      deadlineSeconds: 120,
    },
    {
      title: 'types',
      command: ['turbo', 'run', 'typecheck', '--continue', '--output-logs=errors-only'],
      deadlineSeconds: 600,
    },
    vitest('house', 600),
    vitest('unit', 1200),
  ];
}

/** The policy's Python tests and every integration area, the slow ones last. */
export function slowChecks(python: string): readonly Check[] {
  return [pytest(python), ...areas().map((area) => vitest(area, 1800))];
}

function vitest(project: string, deadlineSeconds: number): Check {
  const file = join(generatedFolder, 'test-reports', `${project}.json`);
  return {
    title:
      project === 'house'
        ? 'the locks of the house'
        : project === 'unit'
          ? 'unit tests'
          : `test/${project}`,
    command: [
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    deadlineSeconds,
    report: { file, read: readVitestReport },
  };
}

function pytest(python: string): Check {
  const file = join(generatedFolder, 'test-reports/policy.xml');
  return {
    title: 'packages/policy (Python)',
    command: [
      python,
      '-m',
      'pytest',
      'packages/policy',
      '-q',
      '-p',
      'no:cacheprovider',
      `--junitxml=${file}`,
    ],
    env: { PYTHONPATH: join(repositoryRoot, 'packages/policy/src'), PYTHONDONTWRITEBYTECODE: '1' },
    deadlineSeconds: 1200,
    report: { file, read: readJunitReport },
  };
}

function areas(): readonly string[] {
  const found = readdirSync(join(repositoryRoot, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !notAreas.has(entry.name))
    .map((entry) => entry.name);
  const others = found.filter((area) => !requiredAreas.some((required) => required === area));
  return [...others.toSorted(), ...requiredAreas];
}

import { createHash } from 'node:crypto';
import { blockFunctions } from './block-functions.ts';
import { oneLineFunctions } from './one-line-functions.ts';
import { Random } from './random.ts';
import { functionNames, type WorldSplit } from './vocabulary.ts';

/** Eight families of small functions that together can break in nineteen ways. */
const functionTemplates = [...oneLineFunctions, ...blockFunctions];

/**
 * A bug and its fix: a file that holds one function of 2-5 lines, one of them wrong. The issue names the
 * function and the symptom and never holds the right line. Paths are given out by the repository's plan.
 */
export interface BugTask {
  /** Digest of issue and contents; the same task never occurs twice in a split. */
  readonly id: string;
  readonly split: WorldSplit;
  readonly functionName: string;
  /** Which of the nineteen mutations. */
  readonly kind: string;
  readonly issue: string;
  /** Contents of the buggy file and of the oracle's. */
  readonly before: string;
  readonly after: string;
  /** The wrong line and the right one, with their indentation and without line ends. */
  readonly search: string;
  readonly replace: string;
  /** `fix <function>: <reason>`, the pull request's title. */
  readonly thought: string;
}

/** `count` different tasks of one split; the same seed gives the same tasks in the same order. */
export function generateBugTasks(split: WorldSplit, count: number, seed: number): BugTask[] {
  const random = new Random(`demo world tasks: ${split} ${seed}`);
  const tasks = new Map<string, BugTask>();
  for (let tries = 0; tasks.size < count; tries += 1) {
    if (tries > 20 * count + 1000) throw new Error(`no ${count} different tasks in split ${split}`);
    const task = draftTask(split, random);
    if (isUnambiguous(task)) tasks.set(task.id, task);
  }
  return [...tasks.values()];
}

/**
 * Whether the wrong line begins exactly one line of the file. The reward's edit replaces the search text
 * wherever it follows a line break, so a second place (or a longer line that begins alike) would be hit too.
 */
export function isUnambiguous(task: Pick<BugTask, 'before' | 'search'>): boolean {
  return `\n${task.before}`.split(`\n${task.search}`).length === 2;
}

function draftTask(split: WorldSplit, random: Random): BugTask {
  const functionName = random.pick(functionNames[split]);
  const { lines, mutations } = random.pick(functionTemplates)(functionName, random);
  const mutation = random.pick(mutations);
  const issue = `${functionName} ${random.pick(mutation.symptoms)}`;
  const before = `${lines.with(mutation.line, mutation.buggy).join('\n')}\n`;
  const after = `${lines.join('\n')}\n`;
  return {
    id: createHash('sha256')
      .update(JSON.stringify([issue, before, after]))
      .digest('hex')
      .slice(0, 16),
    split,
    functionName,
    kind: mutation.kind,
    issue,
    before,
    after,
    search: mutation.buggy,
    replace: lines[mutation.line] ?? '',
    thought: `fix ${functionName}: ${mutation.reason}`,
  };
}

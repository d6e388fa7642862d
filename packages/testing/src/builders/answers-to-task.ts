import { renderAnswer } from '@evoline/domain/rollout/answer-text';
import type { ScriptRule } from '../engine/engine-state.ts';
import type { PlacedTask } from './item-of-task.ts';

/** Answers of every quality, by what the paper's reward makes of them. */
export interface AnswersToTask {
  /** 1: the oracle's edit. */
  readonly exact: string;
  /** Between 0 and 1: an edit that applies and is not the oracle's. */
  readonly wrongFix: string;
  /** -1 each. */
  readonly noOp: string;
  readonly notFound: string;
  readonly noSolution: string;
  readonly noThought: string;
}

export function answersToTask({ path, search, replace, thought }: PlacedTask): AnswersToTask {
  const answer = (from: string, to: string) =>
    renderAnswer({ thought, edits: [{ path, search: from, replace: to }] });
  const exact = answer(search, replace);
  return {
    exact,
    wrongFix: answer(search, `${replace} + 1`),
    noOp: answer(search, search),
    notFound: answer(`${search} # not there`, replace),
    noSolution: `<think>\n${thought}\n</think>\nno edit`,
    noThought: exact.slice(exact.indexOf('<solution>')),
  };
}

/**
 * A script for the engine double: a prompt that shows a task's issue and file is answered from `choose`,
 * by default one of each quality, so that a group has signal.
 */
export function scriptOfTasks(
  tasks: readonly PlacedTask[],
  choose: (answers: AnswersToTask) => readonly string[] = (answers) => Object.values(answers),
): ScriptRule[] {
  return tasks.map((task) => ({
    promptHolds: [task.issue, task.path, task.before],
    answers: [...choose(answersToTask(task))],
  }));
}

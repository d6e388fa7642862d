import { prepareLines } from '@evoline/sequence-matcher/prepare-lines';
import type { PreparedLines } from '@evoline/sequence-matcher/prepare-lines';
import type { EditedFiles } from './apply-edits.ts';
import type { ChangesByPath } from './file-changes.ts';
import type { RewardTask } from './reward-rule.ts';

/** The files of an item as they were, their lines prepared once for all diffs against them. */
export class PreparedFiles {
  readonly #task: RewardTask;
  readonly #lines = new Map<string, PreparedLines>();

  constructor(task: RewardTask) {
    this.#task = task;
  }

  /** Non-empty diffs of what edits made of the files. */
  predictedChanges(edited: EditedFiles): ChangesByPath {
    const changes = new Map<string, string>();
    for (const [path, text] of edited) {
      const diff = this.#linesOf(path).unifiedDiff(text.text());
      if (diff !== '') changes.set(path, diff);
    }
    return changes;
  }

  /** Non-empty diffs of the pull request. */
  oracleChanges(): ChangesByPath {
    const changes = new Map<string, string>();
    for (const [path, content] of Object.entries(this.#task.oracleNewContent)) {
      const diff = this.#linesOf(path).unifiedDiff(content);
      if (diff !== '') changes.set(path, diff);
    }
    return changes;
  }

  #linesOf(path: string): PreparedLines {
    let lines = this.#lines.get(path);
    if (lines === undefined) {
      const { codeContext } = this.#task;
      lines = prepareLines(Object.hasOwn(codeContext, path) ? (codeContext[path] ?? '') : '');
      // Paths that only an output names are many and not needed again.
      if (this.#isOfTask(path)) this.#lines.set(path, lines);
    }
    return lines;
  }

  #isOfTask(path: string): boolean {
    const { codeContext, oracleNewContent } = this.#task;
    return Object.hasOwn(codeContext, path) || Object.hasOwn(oracleNewContent, path);
  }
}

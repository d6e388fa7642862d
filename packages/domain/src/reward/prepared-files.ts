import type { EditedFiles } from './apply-edits.ts';
import type { ChangesByPath } from './file-changes.ts';
import type { RewardTask } from './reward-rule.ts';
import { SearchableFile } from './searchable-file.ts';

/** The files of an item as they were, each prepared when it is first needed. */
export class PreparedFiles {
  readonly #task: RewardTask;
  readonly #mostIndexed: number | undefined;
  readonly #files = new Map<string, SearchableFile>();

  /** @param mostIndexed in UTF-16 units; a longer file is searched without an index of its lines. */
  constructor(task: RewardTask, mostIndexed?: number) {
    this.#task = task;
    this.#mostIndexed = mostIndexed;
  }

  /** A file as it was; an empty one for an unknown path. */
  fileAt(path: string): SearchableFile {
    let file = this.#files.get(path);
    if (file === undefined) {
      const { codeContext } = this.#task;
      const isKnown = Object.hasOwn(codeContext, path);
      file = new SearchableFile(isKnown ? (codeContext[path] ?? '') : '', this.#mostIndexed);
      // Paths that only an output names are many and not needed again.
      if (isKnown) this.#files.set(path, file);
    }
    return file;
  }

  /** Non-empty diffs of what edits made of the files. */
  predictedChanges(edited: EditedFiles): ChangesByPath {
    const changes = new Map<string, string>();
    for (const [path, text] of edited) {
      const { lines } = this.fileAt(path);
      const splices = text.splices();
      const diff =
        splices === undefined ? lines.unifiedDiff(text.units()) : lines.unifiedDiffAfter(splices);
      if (diff !== '') changes.set(path, diff);
    }
    return changes;
  }

  /** Non-empty diffs of the pull request. */
  oracleChanges(): ChangesByPath {
    const changes = new Map<string, string>();
    for (const [path, content] of Object.entries(this.#task.oracleNewContent)) {
      const diff = this.fileAt(path).lines.unifiedDiff(content);
      if (diff !== '') changes.set(path, diff);
    }
    return changes;
  }
}

import { randomBytes } from 'node:crypto';
import type { TreeChange } from '@evoline/contract/git-history';
import type { ByteQueue } from './byte-queue.ts';
import { GitConversation } from './git-conversation.ts';
import { checkedId, type GitProgram } from './git-program.ts';
import { parseRawChanges } from './raw-changes.ts';

/** The difference of two trees: changed paths, and their patch when it was asked for. */
export interface TreeDiff {
  readonly changes: readonly TreeChange[];
  /**
   * Unified diff with full object ids. Where a file is not UTF-8 its bytes show as U+FFFD; such files
   * are not kept, but a heading after `@@` may be cut inside a letter by git itself.
   */
  readonly patch: string;
}

export interface TreeDiffOptions {
  readonly gitFolder: string;
  /** paths: trees only, renames as removal and addition. patch: renames at half alike, and the text. */
  readonly depth: 'paths' | 'patch';
  readonly deadlineSeconds: number;
  /** Longer answers come back as `too_long`. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Nothing here is left to configuration: the text enters digests. */
const shape = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--ignore-submodules=none',
];
const depths = {
  paths: '--raw --no-renames'.split(' '),
  patch:
    '--raw --patch -M50% -l200 --unified=3 --inter-hunk-context=0 --diff-algorithm=myers --indent-heuristic --submodule=short --src-prefix=a/ --dst-prefix=b/'.split(
      ' ',
    ),
} as const;

/** One `git diff-tree --stdin`, asked for many pairs of trees. */
export class TreeDiffer {
  readonly #conversation: GitConversation;
  readonly #maxBytes: number;

  constructor(program: GitProgram, options: TreeDiffOptions) {
    const { gitFolder, depth, deadlineSeconds, signal } = options;
    const args = [
      'diff-tree',
      '--stdin',
      '-r',
      '-z',
      '--full-index',
      '--no-abbrev',
      ...shape,
      ...depths[depth],
    ];
    this.#maxBytes = options.maxBytes;
    this.#conversation = new GitConversation({
      start: () => program.start(args, { gitFolder }),
      what: 'diff-tree',
      deadlineSeconds,
      signal,
    });
  }

  /** null when git does not hold what is needed; `too_long` when the answer passes the bound. */
  async diff(oldTree: string, newTree: string): Promise<TreeDiff | 'too_long' | null> {
    const pair = `${checkedId(oldTree)} ${checkedId(newTree)}\n`;
    // git echoes a line that is no object id. Nobody can foresee the nonce, so no content can hold it.
    const end = `end ${randomBytes(16).toString('hex')}\n`;
    const answer = await this.#conversation.ask({
      request: pair + end,
      read: untilMarker(end, this.#maxBytes),
    });
    if (answer === null || answer === 'too_long') return answer;
    // git passes over trees that it does not hold without a word.
    if (answer.toString('latin1', 0, pair.length) !== pair) return null;
    return parseTreeDiff(answer.subarray(pair.length));
  }

  close(): void {
    this.#conversation.close();
  }
}

/** Reads up to a marker and drops it. Over `maxBytes`, content is thrown away while the marker is sought. */
function untilMarker(marker: string, maxBytes: number) {
  let searched = 0;
  let isTooLong = false;
  return (bytes: ByteQueue): Buffer | 'too_long' | undefined => {
    const found = bytes.indexOf(marker, searched);
    if (found >= 0) {
      const content = isTooLong ? null : bytes.take(found);
      bytes.drop(content === null ? found + marker.length : marker.length);
      return content ?? 'too_long';
    }
    if (bytes.length > maxBytes) {
      isTooLong = true;
      bytes.drop(bytes.length - marker.length);
    }
    searched = Math.max(0, bytes.length - marker.length);
    return undefined;
  };
}

/** Raw records, a NUL, then the patch; git leaves all of it out when the trees are equal. */
function parseTreeDiff(answer: Buffer): TreeDiff {
  const { changes, end } = parseRawChanges(answer);
  const patch = answer.subarray(answer[end] === 0 ? end + 1 : end);
  return { changes, patch: new TextDecoder('utf-8', { ignoreBOM: true }).decode(patch) };
}

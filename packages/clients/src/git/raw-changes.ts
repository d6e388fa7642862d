import { EvolineFailure } from '@evoline/contract/failures';
import type { TreeChange } from '@evoline/contract/git-history';

const colon = 0x3a;

/**
 * Parses git's raw diff format with NUL ends (`git diff-tree -z --raw --no-abbrev`):
 * `:100644 100755 <id> <id> M\0path\0`, with a second path for renames.
 * `end` is the offset after the last record.
 */
export function parseRawChanges(bytes: Buffer): { changes: TreeChange[]; end: number } {
  const changes: TreeChange[] = [];
  let at = 0;
  const field = (): Buffer => {
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new EvolineFailure('git_failed', 'git diff-tree: an incomplete record');
    const content = bytes.subarray(at, end);
    at = end + 1;
    return content;
  };
  while (bytes[at] === colon) {
    const [oldMode, newMode, oldId, newId, letter] = field().toString('latin1').slice(1).split(' ');
    if (!oldMode || !newMode || !oldId || !newId || !letter) {
      throw new EvolineFailure('git_failed', 'git diff-tree: a record of unknown shape');
    }
    const isRename = letter.startsWith('R') || letter.startsWith('C');
    const previousPath = isRename ? pathOf(field()) : null;
    const path = pathOf(field());
    changes.push({
      // A rename whose old name is unreadable counts as unreadable.
      path: isRename && previousPath === null ? null : path,
      previousPath,
      status: statusOf(letter),
      oldMode,
      newMode,
      oldBlob: idOf(oldId),
      newBlob: idOf(newId),
    });
  }
  return { changes, end: at };
}

function statusOf(letter: string): TreeChange['status'] {
  switch (letter.charAt(0)) {
    case 'A':
      return 'added';
    case 'D':
      return 'removed';
    case 'R':
    case 'C':
      return 'renamed';
    case 'T':
      return 'retyped';
    default:
      return 'modified';
  }
}

function idOf(id: string): string | null {
  return /^0+$/.test(id) ? null : id;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** null when the name is not UTF-8. */
function pathOf(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

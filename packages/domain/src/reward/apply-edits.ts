import type { EditBlock } from './edit-blocks.ts';
import { editedMatches } from './edited-matches.ts';
import { EditedText } from './edited-text.ts';
import type { OutputFault } from './output-fault.ts';
import type { SearchableFile } from './searchable-file.ts';

/** Files by path, for every path that has an edit. */
export type EditedFiles = ReadonlyMap<string, EditedText>;

export type AppliedEdits =
  | { readonly edited: EditedFiles }
  | { readonly fault: OutputFault }
  | { readonly overSizeCap: true };

/** Why an edit may not replace these occurrences of its search text, if it may not. */
export type EditCheck = (
  text: EditedText,
  search: string,
  starts: readonly number[],
) => OutputFault['category'] | undefined;

/** What edits are applied to, and within what. */
export interface EditGround {
  /** A file as it was; an empty one for an unknown path. */
  readonly fileAt: (path: string) => SearchableFile;
  /** UTF-16 units that a file may grow to. */
  readonly maxCharacters: number;
  readonly check?: EditCheck;
}

/**
 * Applies edit blocks by the paper's rule. A search text is looked for at line starts only (not up to a
 * line's end), and **every** occurrence is replaced. Blocks of one path apply one after the other; an
 * unknown path starts as an empty file. The first fault in order of first appearance of the paths ends
 * it; so does a file that would grow beyond the cap (repeated doubling is a few lines of output).
 */
export function applyEdits(blocks: readonly EditBlock[], ground: EditGround): AppliedEdits {
  const edited = new Map<string, EditedText>();
  for (const [path, edits] of Map.groupBy(blocks, (block) => block.path)) {
    const file = ground.fileAt(path);
    const text = new EditedText(file.text);
    for (const edit of edits) {
      const ended = applyEdit(file, text, edit, ground);
      if (ended !== undefined) return ended;
    }
    edited.set(path, text);
  }
  return { edited };
}

/** What ends it all, if this edit does. */
function applyEdit(
  file: SearchableFile,
  text: EditedText,
  edit: EditBlock,
  { maxCharacters, check }: EditGround,
): AppliedEdits | undefined {
  const { search, replace } = edit;
  if (search === replace) return { fault: faultOf('identical_edit', edit) };
  const starts = editedMatches(file, text, search);
  if (starts.length === 0) return { fault: faultOf('search_not_found', edit) };
  const refused = check?.(text, search, starts);
  if (refused !== undefined) return { fault: faultOf(refused, edit) };
  const growth = starts.length * (replace.length - search.length);
  if (text.length + growth > maxCharacters) return { overSizeCap: true };
  text.replace(starts, search.length, replace);
  return undefined;
}

const DETAIL_CHARACTERS = 120;

function faultOf(category: OutputFault['category'], edit: EditBlock): OutputFault {
  const { path, search, searchStart: start } = edit;
  const detail = `${path}: ${search.slice(0, DETAIL_CHARACTERS)}`;
  return { category, detail, span: { start, end: start + search.length } };
}

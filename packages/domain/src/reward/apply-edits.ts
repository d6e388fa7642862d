import type { EditBlock } from './edit-blocks.ts';
import { EditedText } from './edited-text.ts';
import type { OutputFault } from './output-fault.ts';

/** Files by path, for every path that has an edit. */
export type EditedFiles = ReadonlyMap<string, EditedText>;

export type AppliedEdits =
  | { readonly edited: EditedFiles }
  | { readonly fault: OutputFault }
  | { readonly overSizeCap: true };

/** Why an edit may not replace these occurrences of its search text, if it may not. */
export type EditCheck = (
  text: string,
  search: string,
  starts: readonly number[],
) => OutputFault['category'] | undefined;

/**
 * Applies edit blocks by the paper's rule. A search text is looked for at line starts only (not up to a
 * line's end), and **every** occurrence is replaced. Blocks of one path apply one after the other; an
 * unknown path starts as an empty file. The first fault in order of first appearance of the paths ends
 * it; so does a file that would grow beyond `maxCharacters` (repeated doubling is a few lines of output).
 */
export function applyEdits(
  codeContext: Readonly<Record<string, string>>,
  blocks: readonly EditBlock[],
  { maxCharacters, check }: { readonly maxCharacters: number; readonly check?: EditCheck },
): AppliedEdits {
  const edited = new Map<string, EditedText>();
  for (const [path, edits] of Map.groupBy(blocks, (block) => block.path)) {
    const text = new EditedText(Object.hasOwn(codeContext, path) ? (codeContext[path] ?? '') : '');
    for (const edit of edits) {
      const { search, replace } = edit;
      if (search === replace) return { fault: faultOf('identical_edit', edit) };
      const starts = text.matches(search);
      if (starts.length === 0) return { fault: faultOf('search_not_found', edit) };
      const refused = check?.(text.text(), search, starts);
      if (refused !== undefined) return { fault: faultOf(refused, edit) };
      const growth = starts.length * (replace.length - search.length);
      if (text.length + growth > maxCharacters) return { overSizeCap: true };
      text.replace(starts, search.length, replace);
    }
    edited.set(path, text);
  }
  return { edited };
}

const DETAIL_CHARACTERS = 120;

function faultOf(category: OutputFault['category'], edit: EditBlock): OutputFault {
  const { path, search, searchStart: start } = edit;
  const detail = `${path}: ${search.slice(0, DETAIL_CHARACTERS)}`;
  return { category, detail, span: { start, end: start + search.length } };
}

import { occurrencesAtLineStarts, replaceAtLineStarts } from '../rollout/line-start-edit.ts';
import type { Edit } from '../rollout/line-start-edit.ts';
import type { OutputFault } from './tagged-output.ts';

/** New texts by path, for every path that has an edit. */
export type NewContents = ReadonlyMap<string, string>;

export type AppliedEdits =
  | { readonly contents: NewContents }
  | { readonly fault: OutputFault }
  | { readonly overSizeCap: true };

/**
 * Applies edit blocks by the paper's rule. A search text is looked for at line starts only (not up to a
 * line's end), and **every** occurrence is replaced. Blocks of one path apply one after the other; an
 * unknown path starts as an empty file. The first fault in order of first appearance of the paths ends
 * it; so does a file that would grow beyond `maxCharacters` (repeated doubling is a few lines of output).
 */
export function applyEdits(
  codeContext: Readonly<Record<string, string>>,
  blocks: readonly Edit[],
  maxCharacters: number,
): AppliedEdits {
  const contents = new Map<string, string>();
  for (const [path, edits] of Map.groupBy(blocks, (block) => block.path)) {
    let content = Object.hasOwn(codeContext, path) ? (codeContext[path] ?? '') : '';
    for (const edit of edits) {
      if (edit.search === edit.replace) return faulty('identical_edit', path, edit.search);
      const occurrences = occurrencesAtLineStarts(content, edit.search).length;
      if (occurrences === 0) return faulty('search_not_found', path, edit.search);
      const growth = occurrences * (edit.replace.length - edit.search.length);
      if (content.length + growth > maxCharacters) return { overSizeCap: true };
      content = replaceAtLineStarts(content, edit.search, edit.replace);
    }
    contents.set(path, content);
  }
  return { contents };
}

const DETAIL_CHARACTERS = 120;

function faulty(
  category: 'identical_edit' | 'search_not_found',
  path: string,
  search: string,
): AppliedEdits {
  return { fault: { category, detail: `${path}: ${search.slice(0, DETAIL_CHARACTERS)}` } };
}

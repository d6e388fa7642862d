import { applyPatch, type StructuredPatch } from 'diff';

/** A changed file with its contents; null where there is none. */
export interface ReplayFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Replays a parsed git patch on the contents at the merge base and compares with the contents at the
 * head, byte for byte: no fuzz, no line end conversion, and the patch must name exactly these files in
 * this order. Returns why it does not replay, or null when it does.
 */
export function replayPatch(
  patches: readonly StructuredPatch[],
  files: readonly ReplayFile[],
): string | null {
  if (patches.length !== files.length) {
    return `the patch names ${patches.length} files where ${files.length} changed`;
  }
  for (const [index, file] of files.entries()) {
    const patch = patches[index];
    const fault = patch === undefined ? 'no patch' : faultOf(patch, file);
    if (fault !== null) return `${file.path}: ${fault}`;
  }
  return null;
}

function faultOf(patch: StructuredPatch, file: ReplayFile): string | null {
  const oldName = file.before === null ? '/dev/null' : `a/${file.previousPath ?? file.path}`;
  const newName = file.after === null ? '/dev/null' : `b/${file.path}`;
  if (!isNamed(patch.oldFileName, oldName, `a/${file.path}`))
    return `is called ${patch.oldFileName}`;
  if (!isNamed(patch.newFileName, newName, `b/${file.path}`))
    return `is called ${patch.newFileName}`;
  const replayed = applyPatch(file.before ?? '', patch, {
    autoConvertLineEndings: false,
    fuzzFactor: 0,
  });
  if (replayed === false) return 'a hunk does not fit';
  return replayed === (file.after ?? '') ? null : 'the result differs from the head';
}

/** A patch without hunks, as of an empty new file, has no `/dev/null` line. */
function isNamed(found: string | undefined, expected: string, withoutHunks: string): boolean {
  return found === expected || (expected === '/dev/null' && found === withoutHunks);
}

import type { ChangesByPath } from './file-changes.ts';
import { pythonStrip } from './python-strip.ts';
import { NOTHING, parseUnifiedPatch, UnparsablePatch } from './unified-patch.ts';
import type { PatchFile } from './unified-patch.ts';

/**
 * The changes of ready-made unified diffs by path, as SWE-RL's patch variant reads them: a text that does
 * not parse is no change at all. A later entry for a path replaces an earlier one; an entry may have no text.
 */
export function patchChanges(patches: readonly string[]): ChangesByPath {
  return new Map(patches.flatMap((patch) => textFiles(patch).map(changeOf)));
}

function textFiles(patch: string): PatchFile[] {
  try {
    return parseUnifiedPatch(patch).filter((file) => !file.binary);
  } catch (error) {
    if (error instanceof UnparsablePatch) return [];
    throw error;
  }
}

/** A rename is keyed by its old name and says so in a line of its own. */
function changeOf(file: PatchFile): [path: string, change: string] {
  const [source, target] = [withoutPrefix(file.source), withoutPrefix(file.target)];
  const isRename =
    file.source !== NOTHING &&
    file.target !== NOTHING &&
    pastPrefix(file.source) !== pastPrefix(file.target);
  const heading = isRename ? [`rename from ${source} to ${target}`] : [];
  const change = [...heading, ...file.hunks.map(pythonStrip)].join('\n');
  return [file.source === NOTHING ? target : source, pythonStrip(change)];
}

function withoutPrefix(name: string): string {
  return name.startsWith('a/') || name.startsWith('b/') ? name.slice(2) : name;
}

/** Whatever stands after two characters: how the paper's parser compares names. */
function pastPrefix(name: string): string {
  return [...name].slice(2).join('');
}

import type { BlobContent, TreeChange } from '@evoline/contract/git-history';
import type { DropReason, FilterConfig, ItemFile } from '@evoline/contract/mine';
import { parsePatch, type StructuredPatch } from 'diff';
import { dropByContents, dropByHunks, dropBySizes, dropByTree } from './filter-candidate.ts';
import type { GitReader, TreePatch } from './git-reader.ts';
import { replayPatch } from './replay-patch.ts';

/** A change that replays: its files with contents before and after, and its patch. */
export interface Change {
  readonly reason: null;
  readonly paths: readonly string[];
  readonly files: readonly ItemFile[];
  readonly patch: string;
}

export interface RefusedChange {
  readonly reason: DropReason;
  /** As far as they are known and readable; at most as many as a change may have. */
  readonly paths: readonly string[];
}

/**
 * Reads the change between two trees, from the cheap to the dear: paths, sizes, patch, contents,
 * replay. Stops at the first rule that refuses it, so that huge contents are never read.
 */
export async function readChange(
  oldTree: string,
  newTree: string,
  git: GitReader,
  filters: FilterConfig,
): Promise<Change | RefusedChange> {
  const found = await readPaths(oldTree, newTree, git, filters);
  if (found.reason !== null) return found;
  const { paths, ids } = found;
  const bySizes = dropBySizes(await git.blobSizes(ids), filters);
  if (bySizes !== null) return { reason: bySizes, paths };
  const patched = await git.patch(oldTree, newTree);
  if (patched === 'too_long') return { reason: 'too_large', paths };
  return patched === null
    ? { reason: 'objects_missing', paths }
    : await readPatched(patched, git, filters);
}

/** The blobs that a change needs, unless its paths alone refuse it. */
export async function readPaths(
  oldTree: string,
  newTree: string,
  git: GitReader,
  filters: FilterConfig,
): Promise<RefusedChange | { reason: null; paths: readonly string[]; ids: readonly string[] }> {
  const found = await git.changedPaths(oldTree, newTree);
  if (found === 'too_long') return { reason: 'too_many_files', paths: [] };
  if (found === null) return { reason: 'objects_missing', paths: [] };
  const paths = readablePaths(found.changes, filters);
  // Here a rename counts as two, and at most every other path belongs to one.
  const roomForRenames = { ...filters, maxChangedFiles: 2 * filters.maxChangedFiles };
  const reason = dropByTree(found.changes, roomForRenames);
  return reason === null ? { reason, paths, ids: blobsOf(found.changes) } : { reason, paths };
}

async function readPatched(
  { changes, patch }: TreePatch,
  git: GitReader,
  filters: FilterConfig,
): Promise<Change | RefusedChange> {
  const paths = readablePaths(changes, filters);
  const byPaths = dropByTree(changes, filters);
  if (byPaths !== null) return { reason: byPaths, paths };
  const contents = await contentsOf(changes, git);
  const byContents = dropByContents([...contents.values()]);
  if (byContents !== null) return { reason: byContents, paths };
  const patches = parsedPatch(patch);
  if (patches === null) return { reason: 'patch_does_not_replay', paths };
  const byHunks = dropByHunks(patches, filters);
  if (byHunks !== null) return { reason: byHunks, paths };
  const files = changes.map((change) => fileOf(change, contents));
  const fault = replayPatch(patches, files);
  return fault === null
    ? { reason: null, paths, files, patch }
    : { reason: 'patch_does_not_replay', paths };
}

/** null when the parser refuses it. */
function parsedPatch(patch: string): StructuredPatch[] | null {
  try {
    return parsePatch(patch);
  } catch {
    return null;
  }
}

async function contentsOf(
  changes: readonly TreeChange[],
  git: GitReader,
): Promise<Map<string, BlobContent>> {
  const ids = blobsOf(changes);
  const contents = await git.blobContents(ids);
  return new Map(ids.map((id, index) => [id, contents[index] ?? { kind: 'missing' }]));
}

function blobsOf(changes: readonly TreeChange[]): string[] {
  const ids = changes.flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]);
  return [...new Set(ids.filter((id) => id !== null))];
}

function fileOf(change: TreeChange, contents: ReadonlyMap<string, BlobContent>): ItemFile {
  const text = (id: string | null) => {
    const content = id === null ? undefined : contents.get(id);
    return content?.kind === 'text' ? content.text : null;
  };
  return {
    path: change.path ?? '',
    previousPath: change.previousPath,
    status: change.status === 'retyped' ? 'modified' : change.status,
    before: text(change.oldBlob),
    after: text(change.newBlob),
  };
}

function readablePaths(changes: readonly TreeChange[], filters: FilterConfig): string[] {
  return changes
    .slice(0, filters.maxChangedFiles)
    .flatMap(({ path }) => (path === null ? [] : [path]));
}

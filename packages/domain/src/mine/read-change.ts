import type { BlobContent, TreeChange } from '@evoline/contract/git-history';
import type { ItemFile } from '@evoline/contract/mine';
import type { FilterConfig } from '@evoline/contract/mining-filters';
import { parsePatch, type StructuredPatch } from 'diff';
import { type Begun, blobsOf, readablePaths } from './begin-examination.ts';
import { changedLinesOf } from './changed-lines.ts';
import type { ChangedFile } from './filters/changed-file.ts';
import { refusalAt, type Refusal } from './filters/filters.ts';
import type { GitReader, TreePatch } from './git-reader.ts';
import { languageOfChange } from './language-of-change.ts';
import { replayPatch } from './replay-patch.ts';

/** A change that replays: its files with contents before and after, and its patch. */
export interface Change {
  readonly refusal: null;
  readonly paths: readonly string[];
  readonly files: readonly ChangedFile[];
  readonly patch: string;
  /** Of most changed lines; null when no programming language changed. */
  readonly language: string | null;
}

export interface RefusedChange {
  readonly refusal: Refusal;
  /** As far as they are known and readable; at most as many as a change may have. */
  readonly paths: readonly string[];
}

/**
 * Reads the change of a pull request, from the cheap to the dear: sizes, patch, contents, replay. Stops at
 * the first filter that refuses it, so that huge contents are never read.
 */
export async function readChange(
  begun: Begun,
  git: GitReader,
  filters: FilterConfig,
): Promise<Change | RefusedChange> {
  const { oldTree, newTree, paths, blobs } = begun;
  const bySizes = refusalAt('sizes', { sizes: await git.blobSizes(blobs) }, filters);
  if (bySizes !== null) return { refusal: bySizes, paths };
  const found = await git.patch(oldTree, newTree);
  const byPatch = refusalAt('patch', { found }, filters);
  if (byPatch !== null) return { refusal: byPatch, paths };
  if (found === null || found === 'too_long') throw new Error('patch not judged');
  return await readPatched(begun, found, git, filters);
}

async function readPatched(
  { root }: Begun,
  { changes, patch }: TreePatch,
  git: GitReader,
  filters: FilterConfig,
): Promise<Change | RefusedChange> {
  const paths = readablePaths(changes, filters.maxChangedFiles);
  const byPaths = refusalAt('paths', { found: changes, hasRenames: true }, filters);
  if (byPaths !== null) return { refusal: byPaths, paths };
  const contents = await contentsOf(changes, git);
  const byContents = refusalAt('contents', { contents: [...contents.values()] }, filters);
  if (byContents !== null) return { refusal: byContents, paths };
  const patches = parsedPatch(patch);
  const all = changes.map((change) => fileOf(change, contents));
  const files = patches === null ? null : changedFiles(all, patches);
  const fault = patches === null ? null : replayPatch(patches, all);
  const language = languageOfChange(files ?? []);
  const facts = { files, fault, attributes: root.attributes, language };
  const refusal = refusalAt('change', facts, filters);
  if (refusal !== null) return { refusal, paths };
  if (files === null) throw new Error('change not judged');
  return { refusal: null, paths, files, patch, language };
}

/** null when the parser refuses it. */
function parsedPatch(patch: string): StructuredPatch[] | null {
  try {
    return parsePatch(patch);
  } catch {
    return null;
  }
}

/** Where counts differ, the replay tells. */
function changedFiles(
  files: readonly ItemFile[],
  patches: readonly StructuredPatch[],
): ChangedFile[] {
  return patches.flatMap((patch, index) => {
    const file = files[index];
    return file === undefined ? [] : [{ file, patch, changedLines: changedLinesOf(patch) }];
  });
}

async function contentsOf(
  changes: readonly TreeChange[],
  git: GitReader,
): Promise<Map<string, BlobContent>> {
  const ids = blobsOf(changes);
  const contents = await git.blobContents(ids);
  return new Map(ids.map((id, index) => [id, contents[index] ?? { kind: 'missing' }]));
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

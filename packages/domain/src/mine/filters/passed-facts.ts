import type { TreeChange } from '@evoline/contract/git-history';
import type { ItemFile, PullRequestItem } from '@evoline/contract/mine';
import { parsePatch, type StructuredPatch } from 'diff';
import { changedLinesOf } from '../changed-lines.ts';
import { GitAttributes } from '../files/git-attributes.ts';
import { languageOfChange } from '../language-of-change.ts';
import { replayPatch } from '../replay-patch.ts';
import { revertedChange } from '../reverted-change.ts';
import { withoutSecrets } from '../secrets/find-secret.ts';
import type { ChangedFile } from './changed-file.ts';
import type { FilterFacts } from './filter.ts';

/**
 * What an item still tells of the facts that the filters were asked about. It knows no fork network, no
 * branch, no messages of commits, no history, no `.gitattributes` and no benchmarks.
 */
export function factsOfItem(item: PullRequestItem): FilterFacts {
  const patches = parsedPatch(item.patch);
  const changed = patches === null ? null : changedFiles(item.files, patches);
  const { baseTip, mergeBase, head } = item;
  const changes = treeChanges(item);
  return {
    origin: originOf(item),
    commits: { baseTip, mergeBase, head, benchmarkCommit: null },
    root: { licence: item.licence },
    paths: { found: changes, hasRenames: true },
    sizes: { sizes: textsOf(item.files).map(utf8Bytes) },
    patch: { found: { changes, patch: item.patch } },
    contents: { contents: textsOf(item.files).map(contentOf) },
    change: {
      files: changed,
      fault: patches === null ? null : replayPatch(patches, item.files),
      attributes: new GitAttributes(''),
      language: languageOfChange(changed ?? []),
    },
    item: {
      item,
      files: changed ?? [],
      secretsInTexts: withoutSecrets(proseOf(item)).rules,
      benchmarks: null,
    },
  };
}

/** Title, description and issues. */
function proseOf({ title, body, issues }: PullRequestItem): string {
  return [title, body, ...issues.flatMap((issue) => [issue.title, issue.body])].join('\n');
}

function originOf(item: PullRequestItem): FilterFacts['origin'] {
  const { repository, number, title, body, mergedAt, author } = item;
  const { baseTip, head, landed } = item;
  const unknown = { url: null, author: '', isBotAccount: false, branch: '', issues: [] };
  const told = { number, title, body, mergedAt, baseTip, head, landed };
  return {
    repository: { name: repository },
    candidate: { ...told, ...unknown, merged: true },
    author,
    reverts: revertedChange({ title, body, branch: '', messages: [] }),
  };
}

function parsedPatch(patch: string): StructuredPatch[] | null {
  try {
    return parsePatch(patch);
  } catch {
    return null;
  }
}

function changedFiles(files: readonly ItemFile[], patches: readonly StructuredPatch[]) {
  return patches.flatMap((patch, index): ChangedFile[] => {
    const file = files[index];
    return file === undefined ? [] : [{ file, patch, changedLines: changedLinesOf(patch) }];
  });
}

/** Modes stand in the patch's own headers: no line of a hunk begins like one. */
function treeChanges({ files, patch }: PullRequestItem): TreeChange[] {
  const sections = patch.split(/^diff --git /m).slice(1);
  return files.map(({ path, previousPath, status, before, after }, index) => {
    const header = sections.length === files.length ? (sections[index] ?? '') : '';
    const mode = (name: RegExp) => name.exec(header)?.[1];
    const same = mode(/^index \S+ (\d{6})$/m) ?? '100644';
    return {
      path,
      previousPath,
      status,
      oldMode: mode(/^(?:old|deleted file) mode (\d{6})$/m) ?? (before === null ? '000000' : same),
      newMode: mode(/^new (?:file )?mode (\d{6})$/m) ?? (after === null ? '000000' : same),
      oldBlob: null,
      newBlob: null,
    };
  });
}

function textsOf(files: readonly ItemFile[]): string[] {
  return files.flatMap(({ before, after }) => [before, after]).filter((text) => text !== null);
}

function contentOf(text: string) {
  return text.includes('\0') ? ({ kind: 'binary' } as const) : ({ kind: 'text', text } as const);
}

/** Bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Each half of a pair takes two of the four bytes.
    if (unit >= 0xd800 && unit <= 0xdfff) bytes += 1;
    else if (unit >= 0x800) bytes += 2;
    else if (unit >= 0x80) bytes += 1;
  }
  return bytes;
}

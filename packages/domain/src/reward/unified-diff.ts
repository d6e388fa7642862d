import type { RewardOutcome } from '@evoline/contract/reward';
import { compareChanges } from './file-changes.ts';
import type { FileComparison } from './file-changes.ts';
import { pythonStrip } from './python-strip.ts';
import { scoredOutcome } from './search-replace.ts';
import { NOTHING, parseUnifiedPatch, UnparsablePatch } from './unified-patch.ts';
import type { PatchFile } from './unified-patch.ts';

/**
 * The patch variant of the paper's reward: ready-made unified diffs on both sides, the same similarity and
 * mean as `scoreSearchReplace`. It never gives -1: a text that does not parse counts as no change, so
 * junk against an oracle without text changes scores 1. It is therefore no rule to train with, and is not
 * among `rewardRules`; it serves comparisons with scores that others published.
 */
export function scoreUnifiedDiff(input: {
  readonly oraclePatches: readonly string[];
  readonly predictedPatches: readonly string[];
}): RewardOutcome {
  return scoredOutcome(compareUnifiedDiffs(input));
}

/** The files of `scoreUnifiedDiff` with both compared texts. */
export function compareUnifiedDiffs(input: {
  readonly oraclePatches: readonly string[];
  readonly predictedPatches: readonly string[];
}): FileComparison[] {
  return compareChanges(patchChanges(input.predictedPatches), patchChanges(input.oraclePatches));
}

/** Changes by path. A later entry for a path replaces an earlier one; an entry may have no text. */
function patchChanges(patches: readonly string[]): Map<string, string> {
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

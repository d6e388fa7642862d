import type { DropReason, FilterConfig } from '@evoline/contract/mining-filters';
import { agentAuthor } from './agent-author.ts';
import { beforeModelCutoff } from './before-model-cutoff.ts';
import { benchmarkCommit } from './benchmark-commit.ts';
import { benchmarkPatch } from './benchmark-patch.ts';
import { benchmarkStatement } from './benchmark-statement.ts';
import { binaryFile } from './binary-file.ts';
import { botAuthor } from './bot-author.ts';
import { docsOnly } from './docs-only.ts';
import { emptyChange } from './empty-change.ts';
import { excludedRepository } from './excluded-repository.ts';
import type { Filter, FilterFacts, FilterStep } from './filter.ts';
import { generatedCode } from './generated-code.ts';
import { languageNotAllowed } from './language-not-allowed.ts';
import { licenceNotAllowed } from './licence-not-allowed.ts';
import { lockFilesOnly } from './lock-files-only.ts';
import { noMergeBase } from './no-merge-base.ts';
import { notMerged } from './not-merged.ts';
import { notUtf8 } from './not-utf8.ts';
import { objectsMissing } from './objects-missing.ts';
import { patchDoesNotReplay } from './patch-does-not-replay.ts';
import { revert } from './revert.ts';
import { secretFound } from './secret-found.ts';
import { submodule } from './submodule.ts';
import { symlink } from './symlink.ts';
import { testOnly } from './test-only.ts';
import { tokenBudget } from './token-budget.ts';
import { tooLarge } from './too-large.ts';
import { tooManyFiles } from './too-many-files.ts';
import { unsafePath } from './unsafe-path.ts';

/** Every filter. At each step they are asked in this order, and the first that refuses gives the reason. */
export const filters: readonly Filter[] = [
  excludedRepository,
  notMerged,
  botAuthor,
  agentAuthor,
  revert,
  beforeModelCutoff,
  objectsMissing,
  noMergeBase,
  benchmarkCommit,
  licenceNotAllowed,
  emptyChange,
  lockFilesOnly,
  tooManyFiles,
  submodule,
  symlink,
  binaryFile,
  notUtf8,
  unsafePath,
  tooLarge,
  patchDoesNotReplay,
  generatedCode,
  docsOnly,
  testOnly,
  languageNotAllowed,
  tokenBudget,
  secretFound,
  benchmarkPatch,
  benchmarkStatement,
];

/** Why a pull request is not kept. */
export interface Refusal {
  readonly reason: DropReason;
  /** For people. */
  readonly evidence: string;
}

/** Asks every filter of a step; null when none refuses. */
export function refusalAt<S extends FilterStep>(
  step: S,
  facts: FilterFacts[S],
  config: FilterConfig,
): Refusal | null {
  const off: readonly DropReason[] = config.off;
  for (const { reason, refuses } of filters) {
    const evidence = off.includes(reason) ? null : (refuses[step]?.(facts, config) ?? null);
    if (evidence !== null) return { reason, evidence };
  }
  return null;
}

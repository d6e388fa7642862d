import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { TemplateName } from '@evoline/contract/rollout';
import type { TrainPolicyConfig } from '@evoline/contract/train';
import type { Database } from '@evoline/db/open-database';
import { splitDigests } from '@evoline/db/queries/datasets';
import { itemContents } from '@evoline/db/queries/item-contents';
import { rewardTask } from '@evoline/domain/reward/reward-task';
import { type DemonstratedFile, demonstrate } from '@evoline/domain/train/demonstrations';
import { readItem } from '../read-item.ts';
import { itemPrompt } from '../rollout/item-prompt.ts';

/** What a warm start imitates: JSON lines {prompt, answer}, and which items they come from. */
export interface Demonstrations {
  readonly lines: readonly string[];
  /** In the order of the lines. */
  readonly itemDigests: readonly string[];
  /** Items that give no demonstration, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

/**
 * Demonstrations from the warm-start split in its canonical order, one per item, at most as many as
 * configured. Equal configurations and items give equal lines.
 */
export async function demonstrationLines(
  { database, store }: { readonly database: Database; readonly store: ArtifactStore },
  config: TrainPolicyConfig,
): Promise<Demonstrations> {
  const { datasetVersion, warmStart, template } = config;
  const digests = await splitDigests(database, datasetVersion, 'warm-start');
  const contents = await itemContents(database, digests);
  const lines: string[] = [];
  const itemDigests: string[] = [];
  const skipped: Record<string, number> = {};
  for (const itemDigest of digests) {
    if (lines.length === warmStart.maxDemonstrations) break;
    const content = contents.get(itemDigest);
    if (content === undefined) continue;
    const item = await readItem(store, content);
    const prompt = itemPrompt(template, item);
    const shown = { itemDigest, files: demonstratedFiles(item), thought: thought(template, item) };
    const drawn = demonstrate(shown, { seed: config.seed, flawShares: warmStart.flawShares });
    if (prompt === null || drawn.answer === undefined) {
      const reason = drawn.answer === undefined ? drawn.reason : 'prompt_not_renderable';
      skipped[reason] = (skipped[reason] ?? 0) + 1;
    } else {
      lines.push(JSON.stringify({ prompt, answer: drawn.answer }));
      itemDigests.push(itemDigest);
    }
  }
  return { lines, itemDigests, skipped };
}

/** Both sides as the reward sees them: a renamed file is emptied and made anew. */
function demonstratedFiles({ files }: PullRequestItem): DemonstratedFile[] {
  const { codeContext, oracleNewContent } = rewardTask(files);
  return Object.entries(oracleNewContent).map(([path, after]) => ({
    path,
    before: codeContext[path] ?? '',
    after,
  }));
}

/** A tiny policy has room for a title; others are told all that the author wrote. */
function thought(template: TemplateName, { title, body }: PullRequestItem): string {
  return template === 'compact@1' ? title : `${title}\n\n${body}`.trim();
}

import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { TemplateName } from '@evoline/contract/rollout';
import type { TrainPolicyConfig } from '@evoline/contract/train';
import type { Database } from '@evoline/db/open-database';
import { splitDigests } from '@evoline/db/queries/dataset-items';
import { itemContents } from '@evoline/db/queries/item-contents';
import { rewardTask } from '@evoline/domain/reward/reward-task';
import { type DemonstratedFile, demonstrate } from '@evoline/domain/train/demonstrations';
import { maxDemonstrationBytes } from '@evoline/domain/train/warm-start-command';
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
  const { datasetVersion, warmStart } = config;
  const digests = await splitDigests(database, datasetVersion, 'warm-start');
  const contents = await itemContents(database, digests);
  const lines: string[] = [];
  const itemDigests: string[] = [];
  const skipped: Record<string, number> = {};
  for (const itemDigest of digests) {
    if (lines.length === warmStart.maxDemonstrations) break;
    const content = contents.get(itemDigest);
    if (content === undefined) continue;
    const drawn = demonstration(config, itemDigest, await readItem(store, content));
    if ('reason' in drawn) skipped[drawn.reason] = (skipped[drawn.reason] ?? 0) + 1;
    else {
      lines.push(drawn.line);
      itemDigests.push(itemDigest);
    }
  }
  return { lines, itemDigests, skipped };
}

function demonstration(
  config: TrainPolicyConfig,
  itemDigest: string,
  item: PullRequestItem,
): { readonly line: string } | { readonly reason: string } {
  const { template, seed, warmStart } = config;
  const prompt = itemPrompt(template, item);
  if (prompt === null) return { reason: 'prompt_not_renderable' };
  const shown = { itemDigest, files: demonstratedFiles(item), thought: thought(template, item) };
  const drawn = demonstrate(shown, { seed, flawShares: warmStart.flawShares });
  if (drawn.answer === undefined) return { reason: drawn.reason };
  const bytes = Buffer.byteLength(prompt) + Buffer.byteLength(drawn.answer);
  if (bytes > maxDemonstrationBytes(config)) return { reason: 'too_long' };
  return { line: JSON.stringify({ prompt, answer: drawn.answer }) };
}

/** Both sides as the reward sees them: a renamed file is emptied and made anew. */
function demonstratedFiles(item: PullRequestItem): DemonstratedFile[] {
  const { codeContext, oracleNewContent } = rewardTask(item);
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

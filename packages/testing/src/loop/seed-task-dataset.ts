import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { Split } from '@evoline/contract/dataset';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { recordFrozen } from '../database/record-frozen.ts';
import { recordMined } from '@evoline/db/queries/record-mined';
import { insertRun } from '@evoline/db/queries/runs';
import { upsertRepository } from '@evoline/db/queries/sources';
import { contentDigest } from '@evoline/domain/content-digest';
import { assembleDataset } from '@evoline/domain/dataset/assemble-dataset';
import { assignSplits } from '@evoline/domain/dataset/assign-splits';
import { resolveFreezeConfig } from '@evoline/domain/run/resolve-freeze-config';
import { aRun, anItem } from '../database/seed-mined.ts';

const splits = ['warm-start', 'train', 'held-out'] as const satisfies readonly Split[];

/** A frozen version whose items are in the store, one repository per split. */
export async function seedTaskDataset(
  deps: { readonly database: Database; readonly store: ArtifactStore },
  itemsPerSplit: number,
) {
  const itemsOf = {
    'warm-start': tasks('warm-start', itemsPerSplit),
    train: tasks('train', itemsPerSplit),
    'held-out': tasks('held-out', itemsPerSplit),
  };
  const mine = aRun({ id: 'mine-run' });
  await insertRun(deps.database, mine);
  for (const split of splits) await mined(deps, mine.id, itemsOf[split]);
  const items = splits.flatMap((split) => itemsOf[split]);
  const frozen = await freeze(deps, items);
  return { ...frozen, itemsOf };
}

/** The item's oracle as an answer that scores 1. */
export function exactAnswer({ files, title }: PullRequestItem): string {
  const [file] = files;
  if (file === undefined) throw new Error('a task changes one file');
  const edit = `### ${file.path}\n<<<<<<< SEARCH\n${line(file.before)}\n=======\n${line(file.after)}\n>>>>>>> REPLACE`;
  return `<think>\n${title}\n</think>\n<solution>\n\`\`\`python\n${edit}\n\`\`\`\n</solution>`;
}

function tasks(split: Split, count: number): PullRequestItem[] {
  return Array.from({ length: count }, (_value, at) => {
    const name = `${split.replace('-', '_')}_${at}`;
    const body = (sign: string) => `def ${name}(a, b):\n    return a ${sign} b\n`;
    return {
      ...anItem(`evoline-demo/${split}-01`, at + 1),
      title: `fix ${name}: use + to add`,
      issues: [],
      files: [
        {
          path: `${name}.py`,
          previousPath: null,
          status: 'modified',
          before: body('-'),
          after: body('+'),
        },
      ],
    } satisfies PullRequestItem;
  });
}

/** The second line: where the bug is. */
function line(text: string | null): string {
  return text?.split('\n')[1] ?? '';
}

async function mined(
  { database, store }: { readonly database: Database; readonly store: ArtifactStore },
  runId: string,
  items: readonly PullRequestItem[],
): Promise<void> {
  const repository = items[0]?.repository ?? '';
  const repositoryKey = `git:${repository}`;
  await upsertRepository(database, {
    key: repositoryKey,
    name: repository,
    defaultBranch: 'main',
    gitAddress: `https://git.example/${repository}.git`,
  });
  const kept = [];
  for (const item of items) {
    const content = await store.putJson(item, mediaTypes.item);
    kept.push({
      digest: contentDigest(item),
      content,
      url: null,
      item,
      signature: null,
      authorKey: null,
    });
  }
  await recordMined(database, { runId, repositoryKey, items: kept, verdicts: [] });
}

async function freeze(
  { database, store }: { readonly database: Database; readonly store: ArtifactStore },
  items: readonly PullRequestItem[],
) {
  const minedRepositories = [...new Set(items.map((item) => item.repository))];
  const config = resolveFreezeConfig({}, { minedRepositories, now: '2026-01-01T00:00:00.000Z' });
  const assembled = assembleDataset(
    assignSplits(
      config.recipe.split,
      items.map((item) => ({ ...item, digest: contentDigest(item) })),
    ),
    config.recipe,
  );
  const freezeRun = aRun({ id: 'freeze-run', config: { workflow: 'freezeDataset', config } });
  await insertRun(database, freezeRun);
  const manifest = await store.putJson(assembled.items, mediaTypes.datasetManifest);
  await recordFrozen(database, assembled, { recipe: config.recipe, manifest, runId: freezeRun.id });
  return { digest: assembled.digest, splits: assembled.splits };
}

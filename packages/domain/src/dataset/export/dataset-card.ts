import type { ExportHead } from '@evoline/contract/dataset-export';
import { cardFrontMatter } from './card-front-matter.ts';
import { countTable, funnelTable } from './card-tables.ts';
import { itemColumns } from './item-columns.ts';
import { inline, markdownTable } from './markdown-table.ts';
import { splitNames } from './split-names.ts';
import { sweBenchGaps } from './swe-bench-row.ts';

/** `README.md` of an exported folder: a dataset card as the Hugging Face hub shows it. */
export function datasetCard(head: ExportHead): string {
  const { provenance, digest } = head;
  const sections = [
    cardFrontMatter(head),
    `# Pull requests of evoline \`${digest.slice(0, 12)}\``,
    summary(head),
    `## Splits\n\n${splitText(head)}`,
    `## Loading\n\n${loadingText(head)}`,
    `## Funnel\n\n${funnelTable(provenance)}`,
    `## Licences\n\nEach item names the licence that stood at its merge base, as read from the repository's own files.\n\n${countTable('licence', provenance.licences)}`,
    `## Languages\n\n${countTable('language', provenance.languages)}`,
    `## Where it comes from\n\n${originText(head)}`,
    `## Decontamination\n\n${decontaminationText(head)}`,
    `## Columns\n\n${columnText(head)}`,
    `## Limits\n\n${limitsText()}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function summary({ digest, provenance, files }: ExportHead): string {
  const { items, repositories, state, createdAt } = provenance;
  const rest = files === 'parquet' ? ' Files are Parquet with zstd.' : ' Files are JSON lines.';
  return `Merged pull requests of public repositories: issue, code before and after, and the change, for reinforcement learning on software evolution (SWE-RL). The whole version has ${items} items of ${repositories} repositories. It is immutable: its digest \`${digest}\` covers every item, its split and the recipe. Frozen ${createdAt.slice(0, 10)}, ${state} when it was exported.${rest}`;
}

function splitText({ shards, recipe, provenance, splits }: ExportHead): string {
  const rows = splits.map((split) => {
    const own = shards.filter((shard) => shard.split === split);
    const items = own.reduce((sum, shard) => sum + shard.rows, 0);
    return [splitNames[split], split, items, own.length];
  });
  const notes = provenance.notes.map((note) => `- ${inline(note)}`);
  return [
    markdownTable(['split', 'in evoline', 'items', 'files'], rows),
    `Cut by ${recipe.split.kind} with seed ${recipe.split.seed}. A split without items has no file.`,
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
  ].join('\n\n');
}

function loadingText({ files }: ExportHead): string {
  const load = `\`\`\`python\nfrom datasets import load_dataset\n\nitems = load_dataset("path/of/this/folder")\n\`\`\``;
  if (files !== 'parquet') return load;
  return `${load}\n\nInto another evoline, with the same digest: \`npx evoline dataset import path/of/this/folder\`. It needs \`manifest.json\` and all splits.`;
}

function originText({ provenance, recipe }: ExportHead): string {
  const { parent, changes, codeRevision, createdBy, reason, asOf, queryWindows } = provenance;
  const { added, removed, edited, moved } = changes;
  const windows = queryWindows
    .slice(0, 20)
    .map((window) => [window.repository, window.from, window.to]);
  const cap = recipe.repositoryCap === null ? 'none' : String(recipe.repositoryCap);
  return [
    [
      `- parent: ${parent === null ? 'none, this is the first version' : `\`${parent}\``}`,
      `- against it: ${added} added, ${removed} removed, ${edited} edited, ${moved} in another split`,
      `- frozen by ${inline(createdBy)} with code \`${inline(codeRevision)}\`${reason === null ? '' : `: ${inline(reason)}`}`,
      `- as of ${asOf ?? 'the day it was frozen'}; items settle for ${recipe.settleDays} days; cap of a repository: ${cap}`,
    ].join('\n'),
    ...(windows.length === 0 ? [] : [markdownTable(['repository', 'mined from', 'to'], windows)]),
    ...(queryWindows.length > windows.length
      ? [`And ${queryWindows.length - windows.length} more repositories, in \`manifest.json\`.`]
      : []),
  ].join('\n\n');
}

function decontaminationText({ provenance, recipe }: ExportHead): string {
  const { decontamination } = provenance;
  const near = `Changes that are alike (MinHash) from ${recipe.nearDuplicateSimilarity ?? 'nowhere'} on are kept once; between splits from ${recipe.acrossSplitsSimilarity ?? 'nowhere'} on.`;
  if (decontamination.length === 0) return `No list of benchmark tasks is recorded. ${near}`;
  const rows = decontamination.map(({ name, sha256, items }) => [name, items, sha256]);
  return `Nothing here is in, or like, what these lists hold.\n\n${markdownTable(['list', 'items compared', 'SHA-256'], rows)}\n\n${near}`;
}

function columnText({ files }: ExportHead): string {
  if (files === 'swe-bench') {
    const gaps = sweBenchGaps.map((gap) => `- ${gap}`).join('\n');
    return `The columns of SWE-bench, so that its tools can read the files. What they do not mean here:\n\n${gaps}`;
  }
  const rows = itemColumns.map((column) => [column.name, column.kind, column.description]);
  return markdownTable(['column', 'kind', 'holds'], rows);
}

function limitsText(): string {
  return [
    '- Texts and code belong to their authors, under the licence of their repository. No licence is granted here.',
    '- Issues are told as they stood before the work began, as far as anybody recorded that.',
    '- No test was run: that a change was merged is the only sign that it is right.',
    '- Authors are named by a hash of their login only; texts were searched for secrets and mail addresses, and some may be left.',
    '- Whoever does not want to be in here tells the one who published this copy, who then runs `npx evoline opt-out add` and freezes again. New versions leave it out, and copies of old ones are marked as revoked.',
  ].join('\n');
}

import { type ExportHead, exportFormat } from '@evoline/contract/dataset-export';
import { itemFormat } from '@evoline/contract/mine';
import { expect, test } from 'vitest';
import { croissant } from './croissant.ts';
import { datasetCard } from './dataset-card.ts';

const digest = 'd'.repeat(64);
const parent = 'e'.repeat(64);
const head: ExportHead = {
  format: exportFormat,
  itemFormat,
  files: 'parquet',
  digest,
  recipe: {
    repositories: ['*'],
    split: {
      kind: 'repository',
      seed: 4,
      shares: { 'warm-start': 0.2, train: 0.6, 'held-out': 0.2 },
      pins: [],
      stratifyBy: null,
    },
    nearDuplicateSimilarity: 0.85,
    acrossSplitsSimilarity: null,
    repositoryCap: 100,
    settleDays: 3,
  },
  provenance: {
    parent,
    state: 'published',
    notes: ['a | b <script>'],
    funnel: { seen: 2000, kept: 1500, bot_author: 400, docs_only: 0, near_duplicate: 200 },
    splits: { 'warm-start': 0, train: 1200, 'held-out': 100 },
    items: 1300,
    repositories: 2,
    changes: { added: 10, removed: 2, edited: 1, moved: 0 },
    licences: { MIT: 1000, 'Apache-2.0 OR MIT': 299, unknown: 1 },
    languages: { Python: 1300 },
    queryWindows: Array.from({ length: 30 }, (_, at) => ({
      repository: `o/r${at}`,
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
    })),
    minedUnder: [],
    decontamination: [{ name: 'swe-bench', sha256: digest, items: 500 }],
    optOutsDigest: null,
    asOf: '2026-02-01T00:00:00Z',
    heldBack: [],
    reason: 'the *first* night',
    codeRevision: 'abc',
    createdBy: 'somebody',
    createdAt: '2026-02-01T01:00:00.000Z',
  },
  splits: ['warm-start', 'train', 'held-out'],
  shards: [
    {
      path: 'data/train-00000-of-00001.parquet',
      split: 'train',
      rows: 1200,
      bytes: 5,
      sha256: digest,
    },
    {
      path: 'data/held_out-00000-of-00001.parquet',
      split: 'held-out',
      rows: 100,
      bytes: 5,
      sha256: digest,
    },
  ],
};

test('the card begins with the metadata by which the hub finds the files of each split', () => {
  const card = datasetCard(head);
  expect(card).toMatch(/^---\npretty_name: /);
  expect(card).toContain('- split: held_out\n    path: data/held_out-*.parquet\n---');
  expect(card).toContain('size_categories:\n- 1K<n<10K');
  expect(card).not.toContain('split: warm_start');
});

test('the card tells funnel, licences, languages, parent, lists and limits', () => {
  const card = datasetCard(head);
  for (const line of [
    '| 400 | 20.0 % | bot_author | a bot wrote it (account, user name, title, branch or description) |',
    '| MIT | 1000 | 76.9 % |',
    '| Python | 1300 | 100.0 % |',
    `- parent: \`${parent}\``,
    '- against it: 10 added, 2 removed, 1 edited, 0 in another split',
    'cap of a repository: 100',
    'And 10 more repositories',
    `| swe-bench | 500 | ${digest} |`,
    'between splits from nowhere on',
    'npx evoline opt-out add',
    '| held_out | held-out | 100 | 1 |',
  ]) {
    expect(card).toContain(line);
  }
  expect(card).not.toContain('docs_only');
});

test('what people typed is no markup', () => {
  const card = datasetCard(head);
  expect(card).toContain(String.raw`- a \| b \<script\>`);
  expect(card).toContain(String.raw`the \*first\* night`);
});

test('the Croissant description names each file with its digest, and each split with its fields', () => {
  const described = croissant(head);
  expect(described).toMatchObject({
    conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    license: ['Apache-2.0 OR MIT', 'https://spdx.org/licenses/MIT.html'],
    'prov:wasRevisionOf': { '@id': `urn:sha256:${parent}` },
    recordSet: [{ '@id': 'train' }, { '@id': 'held_out' }],
  });
  expect(described['distribution']).toContainEqual(
    expect.objectContaining({ '@id': 'data/train-00000-of-00001.parquet', sha256: digest }),
  );
});

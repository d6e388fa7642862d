import type { ExportHead } from '@evoline/contract/dataset-export';
import { croissantContext } from './croissant-context.ts';
import { croissantFields } from './croissant-fields.ts';
import { splitNames } from './split-names.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * `croissant.json` of an exported folder: Croissant 1.1 (docs.mlcommons.org/croissant) with its files,
 * record sets, provenance (W3C PROV) and the terms of the responsible AI extension.
 */
export function croissant(head: ExportHead): Json {
  const { digest, provenance, shards } = head;
  const splits = [...new Set(shards.map(({ split }) => split))].map((split) => splitNames[split]);
  return {
    '@context': croissantContext,
    '@type': 'sc:Dataset',
    conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    name: `evoline-${digest.slice(0, 12)}`,
    description: `Merged pull requests of public repositories for reinforcement learning on software evolution; ${provenance.items} items of ${provenance.repositories} repositories.`,
    identifier: `sha256:${digest}`,
    url: `urn:sha256:${digest}`,
    version: '1.0.0',
    datePublished: provenance.createdAt.slice(0, 10),
    creator: { '@type': 'sc:Organization', name: 'the maintainers of this copy' },
    license: licences(provenance.licences),
    citeAs: `@misc{evoline_${digest.slice(0, 12)}, title = {Pull requests of evoline ${digest.slice(0, 12)}}, year = {${provenance.createdAt.slice(0, 4)}}, note = {sha256 ${digest}}}`,
    keywords: ['code', 'pull requests', 'reinforcement learning'],
    isLiveDataset: false,
    ...provenanceTerms(head),
    ...responsibleTerms(head),
    distribution: [...shards.map(fileObject), ...splits.map(fileSet)],
    recordSet: splits.map((split) => ({
      '@type': 'cr:RecordSet',
      '@id': split,
      name: split,
      description: `the split ${split}, one record for each pull request`,
      key: { '@id': `${split}/digest` },
      field: croissantFields(split, `${split}-files`),
    })),
  };
}

function fileObject({ path, sha256, bytes }: ExportHead['shards'][number]): Json {
  return {
    '@type': 'cr:FileObject',
    '@id': path,
    name: path,
    contentUrl: path,
    contentSize: `${bytes} B`,
    encodingFormat: 'application/x-parquet',
    sha256,
  };
}

function fileSet(split: string): Json {
  return {
    '@type': 'cr:FileSet',
    '@id': `${split}-files`,
    name: `${split}-files`,
    description: `all files of the split ${split}`,
    encodingFormat: 'application/x-parquet',
    includes: `data/${split}-*.parquet`,
  };
}

/** Addresses of licences that SPDX lists under one id; expressions stay as they are. */
function licences(counts: Readonly<Record<string, number>>): string[] {
  const known = Object.keys(counts).filter((id) => id !== 'unknown' && (counts[id] ?? 0) > 0);
  const named = known.toSorted().map((id) => {
    const isOne = /^[A-Za-z0-9.+-]+$/.test(id) && !id.startsWith('LicenseRef-');
    return isOne ? `https://spdx.org/licenses/${id}.html` : id;
  });
  return named.length === 0 ? ['per item, see the column licence'] : named;
}

function provenanceTerms({ provenance, recipe }: ExportHead): Json {
  const { parent, codeRevision, createdAt, queryWindows } = provenance;
  const sources = queryWindows.map(({ repository }) => repository);
  return {
    'prov:generatedAtTime': createdAt,
    'prov:wasGeneratedBy': {
      '@type': 'prov:Activity',
      'prov:label': `evoline freezeDataset, code ${codeRevision}, cut by ${recipe.split.kind}`,
    },
    ...(parent !== null && { 'prov:wasRevisionOf': { '@id': `urn:sha256:${parent}` } }),
    ...(sources.length > 0 && { 'prov:wasDerivedFrom': sources.slice(0, 1000) }),
  };
}

function responsibleTerms({ provenance }: ExportHead): Json {
  return {
    'rai:dataCollection':
      'Merged pull requests of public repositories, with linked issues as they stood before the work began and file contents from git.',
    'rai:dataCollectionType': ['Software Collection'],
    'rai:dataPreprocessingProtocol': Object.entries(provenance.funnel).map(
      ([reason, count]) => `${reason}: ${count}`,
    ),
    'rai:dataLimitations': [
      'No test was run: that a change was merged is the only sign that it is right.',
      'Texts and code belong to their authors, under the licence of their repository.',
    ],
    'rai:personalSensitiveInformation': [
      'Authors are named by a hash of their login; texts were searched for secrets and mail addresses, and some may be left.',
    ],
    'rai:dataReleaseMaintenancePlan':
      'Versions are immutable. Opted-out and revoked items are left out of every later version.',
  };
}

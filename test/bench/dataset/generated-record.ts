import { itemFormat, type PullRequestItem } from '@evoline/contract/mine';
import { type Signature, signatureOf } from '@evoline/domain/mine/decontamination/min-hash';
import { Random } from '@evoline/testing/world/random';
import { diffLikeText } from '../generated-text.ts';

const repositories = 5_000;
const meanCharacters = 15_200; // with names, commit ids and escapes: 16 KB of JSON
const languages = ['Python', 'Python', 'TypeScript', 'TypeScript', 'Go', 'Rust', 'Java', null];
const licences = ['MIT', 'MIT', 'Apache-2.0', 'BSD-3-Clause', 'GPL-3.0-only', null];
const firstMerge = Date.UTC(2015, 0, 1);
const mergesSpan = 10 * 365 * 86_400_000;

const pool = { text: '' };

/** A pull request that the same index gives on every machine, of 3 to 42 KB. */
export function generatedRecord(index: number): PullRequestItem {
  const random = new Random(`record ${index}`);
  const share = random.below(1_000) / 1_000;
  const size = meanCharacters * (0.2 + 2.4 * share * share);
  const { repository, number } = generatedName(index);
  const path = `src/${words(random, 12)}.py`;
  const before = words(random, size * 0.27);
  const changed = words(random, 80);
  const after = `${before.slice(0, before.length / 2)}${changed}${before.slice(before.length / 2 + 80)}`;
  const [baseTip, mergeBase, head, landed] = commits(random);
  return {
    format: itemFormat,
    repository,
    number,
    title: words(random, 50),
    body: words(random, size * 0.05),
    mergedAt: new Date(firstMerge + random.below(mergesSpan)).toISOString(),
    baseTip,
    mergeBase,
    head,
    landed,
    landing: 'squash',
    author: { kind: 'human', evidence: [] },
    licence: { spdx: random.pick(licences), path: 'LICENSE', confidence: 1 },
    language: random.pick(languages),
    issues: [issueOf(random, repository, size * 0.08)],
    files: [{ path, previousPath: null, status: 'modified', before, after }],
    context: Array.from({ length: 2 }, (_, at) => ({
      path: `src/context_${at}.py`,
      content: words(random, size * 0.12),
    })),
    contextBy: { method: 'retrieval@1', model: null },
    patch: patchOf(path, words(random, size * 0.09)),
  };
}

/** Few repositories have many pull requests, many have few. */
export function generatedName(index: number): { repository: string; number: number } {
  const share = mix(index, 1) / 2 ** 32;
  const repository = Math.floor(repositories * share * share * share);
  return { repository: `owner-${repository % 997}/repository-${repository}`, number: index + 1 };
}

/**
 * Of a change of 60 to 360 shingles, a seventh of them such as many have. One in thirty is like an earlier one,
 * by 0.3 or more.
 */
export function generatedSignature(index: number): Signature {
  const isCopy = mix(index, 2) % 30 === 0 && index > 0;
  const of = isCopy ? Math.max(0, index - 1 - (mix(index, 3) % 5_000)) : index;
  const changed = isCopy ? mix(index, 4) % 40 : 0;
  const shingles = Array.from({ length: 60 + (mix(of, 5) % 300) }, (_, at) => {
    if (mix(index, 1_000 + at) % 100 < changed) return mix(index, 2_000 + at);
    const common = mix(of, 3_000 + at) / 2 ** 32;
    return mix(of, 4_000 + at) % 7 === 0 ? Math.floor(3_000 * common ** 3) : mix(of, 5_000 + at);
  });
  return signatureOf(shingles);
}

function issueOf(random: Random, repository: string, characters: number) {
  const at = '2015-01-01T00:00:00Z';
  return {
    repository,
    number: 1 + random.below(1e6),
    kind: 'closed_by_pull_request' as const,
    crossRepository: false,
    title: words(random, 50),
    body: words(random, characters),
    createdAt: at,
    textAsOf: at,
  };
}

function patchOf(path: string, lines: string): string {
  const head = `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1,9 +1,9 @@\n`;
  return `${head}${lines}\n`;
}

function commits(random: Random): [string, string, string, string] {
  const bytes = random.bytes(80).toString('hex');
  return [bytes.slice(0, 40), bytes.slice(40, 80), bytes.slice(80, 120), bytes.slice(120)];
}

/** A stretch of a text that is long enough for stretches not to meet again soon. */
function words(random: Random, characters: number): string {
  if (pool.text === '') {
    const source = new Random('pool');
    pool.text = diffLikeText((bound) => source.below(bound), 24 << 20);
  }
  const start = random.below(pool.text.length - 50_000);
  return pool.text.slice(start, start + Math.round(characters));
}

/** The finaliser of MurmurHash3 over two numbers. */
export function mix(one: number, other: number): number {
  let hash = (Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0xc2b2ae35)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

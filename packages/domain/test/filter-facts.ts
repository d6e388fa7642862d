import type { PullRequestItem } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import type { FilterConfig } from '@evoline/contract/mining-filters';
import { parsePatch } from 'diff';
import { changedLinesOf } from '@evoline/domain/mine/changed-lines';
import { GitAttributes } from '@evoline/domain/mine/files/git-attributes';
import type { ChangedFile } from '@evoline/domain/mine/filters/changed-file';
import type { Filter, FilterFacts, FilterStep } from '@evoline/domain/mine/filters/filter';
import { languageOfChange } from '@evoline/domain/mine/language-of-change';
import { defaultFilters } from '@evoline/domain/mine/mine-config';

/** Asks one filter at one step; null when it lets pass. Steps that it does not take part in are errors. */
export function ask<S extends FilterStep>(
  filter: Filter,
  step: S,
  facts: FilterFacts[S],
  config: Partial<FilterConfig> = {},
): string | null {
  const refuses = filter.refuses[step];
  if (refuses === undefined) throw new Error(`${filter.reason} has no say at ${step}`);
  return refuses(facts, { ...defaultFilters, ...config });
}

export function origin(
  over: Partial<FilterFacts['origin']> & {
    readonly candidate?: Partial<PullRequestCandidate>;
  } = {},
): FilterFacts['origin'] {
  const { candidate = {}, ...rest } = over;
  return {
    repository: { name: 'o/n' },
    author: { kind: 'human', evidence: [] },
    reverts: null,
    ...rest,
    candidate: {
      number: 7,
      url: null,
      title: 'Fix it',
      body: '',
      merged: true,
      mergedAt: '2026-05-01T10:00:00Z',
      author: 'ada',
      isBotAccount: false,
      branch: '',
      baseTip: 'b',
      head: 'h',
      landed: 'l',
      issues: [],
      ...candidate,
    },
  };
}

/** Files by path: content before and after; null where there is none. Patches hold the lines as given. */
export function changed(
  files: Readonly<Record<string, readonly [before: string | null, after: string | null]>>,
): ChangedFile[] {
  return Object.entries(files).map(([path, [before, after]]) => {
    const [removed, added] = [before, after].map((text) =>
      (text ?? '').split('\n').filter(Boolean),
    );
    const hunk = `@@ -1,${removed?.length} +1,${added?.length} @@`;
    const lines = [
      ...(removed ?? []).map((line) => `-${line}`),
      ...(added ?? []).map((line) => `+${line}`),
    ];
    const [patch] = parsePatch(`--- a/${path}\n+++ b/${path}\n${[hunk, ...lines].join('\n')}\n`);
    if (patch === undefined) throw new Error('no patch');
    const status = before === null ? 'added' : after === null ? 'removed' : 'modified';
    const file = { path, previousPath: null, status, before, after } as const;
    return { file, patch, changedLines: changedLinesOf(patch) };
  });
}

export function change(
  files: readonly ChangedFile[] | null,
  over: Partial<FilterFacts['change']> & { readonly gitattributes?: string } = {},
): FilterFacts['change'] {
  const { gitattributes = '', ...rest } = over;
  const attributes = new GitAttributes(gitattributes);
  return { files, fault: null, attributes, language: languageOfChange(files ?? []), ...rest };
}

export function item(
  files: readonly ChangedFile[],
  over: Partial<FilterFacts['item']> & { readonly texts?: Partial<PullRequestItem> } = {},
): FilterFacts['item'] {
  const { texts = {}, ...rest } = over;
  const record = {
    format: 'evoline.item.v2',
    repository: 'o/n',
    number: 7,
    title: 'Fix it',
    body: '',
    mergedAt: null,
    baseTip: 'b',
    mergeBase: 'b',
    head: 'h',
    landed: 'l',
    landing: 'squash',
    author: { kind: 'human', evidence: [] },
    licence: { spdx: 'MIT', path: 'LICENSE', confidence: 1 },
    language: 'Python',
    issues: [],
    files: files.map(({ file }) => file),
    context: [],
    contextBy: { method: 'none', model: null },
    patch: '',
    ...texts,
  } as PullRequestItem;
  return { item: record, files, secretsInTexts: [], benchmarks: null, ...rest };
}

import { changedLines } from '../mine/changed-lines.ts';
import { promptTokens } from '../mine/filters/token-budget.ts';
import type { PullRequestItem } from '@evoline/contract/mine';
import { parsePatch } from 'diff';
import { type Bar, type Counts, frequentBars, monthBars, rangeBars } from './histogram.ts';

/** Items of a version, counted by what their rows tell. */
export interface DatasetCounts {
  readonly languages: Counts;
  readonly licences: Counts;
  readonly repositories: Counts;
  /** Of the merge, `2026-03`. */
  readonly months: Counts;
  readonly authors: Counts;
  /** Items by number of changed files. */
  readonly files: ReadonlyMap<number, number>;
}

/** What only the full record of an item tells. */
export interface ItemMeasure {
  readonly changedLines: number;
  /** Estimated, of the prompt. */
  readonly promptTokens: number;
}

/** Records that were read to measure them, out of all. */
export interface ItemSample {
  readonly measures: readonly ItemMeasure[];
  readonly items: number;
  /** Records that were asked for and could not be read. */
  readonly unreadable: number;
}

export interface Histogram {
  readonly name:
    | 'languages'
    | 'licences'
    | 'repositories'
    | 'months'
    | 'files'
    | 'lines'
    | 'tokens'
    | 'authors';
  readonly title: string;
  /** In an order of its own, as months are; else the most frequent first. */
  readonly isScale: boolean;
  readonly bars: readonly Bar[];
  /** What the counts are of, when not of all items. */
  readonly of: string | null;
}

const mostNames = 10;
const mostRepositories = 15;
const mostMonths = 24;
const fileRanges = [1, 2, 3, 4, 5, 10, 20, 50];
const lineRanges = [5, 10, 20, 50, 100, 200, 500, 1_000];
const tokenRanges = [500, 1_000, 2_000, 4_000, 8_000, 12_000, 16_000, 32_000];

/** The histograms of a version; those of a sample are left out where nothing could be read. */
export function describeDataset(counts: DatasetCounts, sample: ItemSample): Histogram[] {
  const ranked = (name: Histogram['name'], title: string, of: Counts, most = mostNames) =>
    ({ name, title, isScale: false, bars: frequentBars(of, most), of: null }) as const;
  const scale = { isScale: true, of: null } as const;
  return [
    ranked('languages', 'Items by language', counts.languages),
    ranked('licences', 'Items by licence', counts.licences),
    ranked('repositories', 'Items by repository', counts.repositories, mostRepositories),
    {
      name: 'months',
      title: 'Items by time of the merge',
      bars: monthBars(counts.months, mostMonths),
      ...scale,
    },
    {
      name: 'files',
      title: 'Changed files of an item',
      bars: rangeBars(counts.files, fileRanges),
      ...scale,
    },
    ...sampled(sample),
    ranked('authors', 'Items by author', counts.authors),
  ];
}

function sampled({ measures, items, unreadable }: ItemSample): Histogram[] {
  if (measures.length === 0) return [];
  const lost = unreadable === 0 ? '' : `; ${unreadable} could not be read`;
  const isAll = measures.length === items;
  const of = isAll ? null : `of ${measures.length.toLocaleString('en-US')} sampled items${lost}`;
  const bars = (ranges: readonly number[], value: (measure: ItemMeasure) => number) =>
    rangeBars(countsOf(measures.map(value)), ranges);
  return [
    {
      name: 'lines',
      title: 'Changed lines of an item',
      isScale: true,
      of,
      bars: bars(lineRanges, (one) => one.changedLines),
    },
    {
      name: 'tokens',
      title: 'Prompt tokens of an item, estimated',
      isScale: true,
      of,
      bars: bars(tokenRanges, (one) => one.promptTokens),
    },
  ];
}

/** Measures an item for a sample. */
export function measureItem(item: PullRequestItem): ItemMeasure {
  return { changedLines: changedLines(parsePatch(item.patch)), promptTokens: promptTokens(item) };
}

function countsOf(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

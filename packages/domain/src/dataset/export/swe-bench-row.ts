import type { PullRequestItem } from '@evoline/contract/mine';
import { splitPatch } from './split-patch.ts';

/** An instance with the columns of SWE-bench. Lists are JSON in a string, as in its published files. */
export interface SweBenchRow {
  readonly instance_id: string;
  readonly repo: string;
  readonly base_commit: string;
  readonly patch: string;
  readonly test_patch: string;
  readonly problem_statement: string;
  readonly hints_text: string;
  /** UTC, to the second, so that every reader takes all of them for the same type. */
  readonly created_at: string | null;
  readonly version: string;
  readonly FAIL_TO_PASS: string;
  readonly PASS_TO_PASS: string;
  readonly environment_setup_commit: string;
}

/** What the columns hold where an item does not know what SWE-bench means by them. */
export const sweBenchGaps = [
  'FAIL_TO_PASS and PASS_TO_PASS are empty lists: no test was run',
  'hints_text is empty: comments are not mined',
  'version is empty: releases are not mined',
  'created_at is the time of the merge',
  'environment_setup_commit is base_commit, the merge base',
  'problem_statement is empty where no issue with a text is linked',
] as const;

/** An item in the shape of SWE-bench; see `sweBenchGaps`. */
export function sweBenchRow(item: PullRequestItem): SweBenchRow {
  const { patch, testPatch } = splitPatch(item);
  return {
    instance_id: `${item.repository.replaceAll('/', '__')}-${item.number}`,
    repo: item.repository,
    base_commit: item.mergeBase,
    patch,
    test_patch: testPatch,
    problem_statement: problemStatement(item),
    hints_text: '',
    created_at: toTheSecond(item.mergedAt),
    version: '',
    FAIL_TO_PASS: '[]',
    PASS_TO_PASS: '[]',
    environment_setup_commit: item.mergeBase,
  };
}

/** The same as a line of JSON without half surrogate pairs, which readers of JSON in C++ refuse. */
export function sweBenchLine(item: PullRequestItem): string {
  const wellFormed = (_name: string, value: unknown): unknown =>
    typeof value === 'string' ? value.toWellFormed() : value;
  return JSON.stringify(sweBenchRow(item), wellFormed);
}

function toTheSecond(instant: string | null): string | null {
  const time = instant === null ? Number.NaN : Date.parse(instant);
  return Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Titles and texts of the linked issues. */
function problemStatement({ issues }: PullRequestItem): string {
  return issues
    .filter(({ title, body }) => title !== null || body !== null)
    .map(({ title, body }) => [title, body].filter(Boolean).join('\n'))
    .join('\n\n');
}

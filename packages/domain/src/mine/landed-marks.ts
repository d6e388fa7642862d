import type { CommitFacts } from '@evoline/contract/git-history';
import { bodyOf, subjectOf } from './landing.ts';

/** A pull request that the message of a commit names. */
export interface LandedMark {
  readonly number: number;
  readonly kind: 'merge' | 'squash';
  readonly commit: CommitFacts;
  /** Empty when the message holds none. */
  readonly title: string;
  readonly body: string;
  /** Owner and name of the head branch; empty when the message does not say. */
  readonly owner: string;
  readonly branch: string;
}

const mergeSubject = /^Merge pull request #?(\d{1,9}) from ([^\s/]+)\/(\S+)/;
const numberedSubject = /^\s*(.*\S)\s*\(#(\d{1,9})\)$/;

/**
 * The pull request that a commit landed, as GitHub writes it: `Merge pull request #n from owner/branch`
 * with the title below, or a title that ends in `(#n)`. null when the message names none.
 */
export function landedMark(commit: CommitFacts): LandedMark | null {
  const subject = subjectOf(commit.message);
  const body = bodyOf(commit.message);
  const merged = mergeSubject.exec(subject);
  if (merged !== null && commit.parents.length === 2) {
    const [, number = '', owner = '', branch = ''] = merged;
    const end = body.indexOf('\n');
    const title = (end < 0 ? body : body.slice(0, end)).trim();
    return {
      number: Number(number),
      kind: 'merge',
      commit,
      owner,
      branch,
      title,
      body: end < 0 ? '' : body.slice(end + 1).trim(),
    };
  }
  const numbered = numberedSubject.exec(subject);
  if (numbered === null || commit.parents.length === 0) return null;
  const [, title = '', number = ''] = numbered;
  const kind = commit.parents.length > 1 ? 'merge' : 'squash';
  return { number: Number(number), kind, commit, title, body, owner: '', branch: '' };
}

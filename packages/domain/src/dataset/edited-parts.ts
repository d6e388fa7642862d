import { canonicalJson } from '@evoline/contract/canonical-json';
import { itemParts, type ItemPart } from '@evoline/contract/dataset';
import type { LinkedIssue, PullRequestItem } from '@evoline/contract/mine';

/** What differs between two editions of a pull request. */
export interface EditedParts {
  /** In the order of `itemParts`; empty when nothing does. */
  readonly parts: readonly ItemPart[];
  /** Which issues and files, for people; holds no text of the pull request. */
  readonly evidence: string;
}

type Fields = Partial<Record<ItemPart, readonly (keyof PullRequestItem)[]>>;
/** Fields that make a part by themselves. Issues are compared one by one. */
const fieldsOf: Fields = {
  title: ['title'],
  description: ['body'],
  code: ['files', 'patch', 'baseTip', 'mergeBase', 'head', 'landed', 'landing'],
  context: ['context', 'contextBy'],
  licence: ['licence'],
  other: ['format', 'repository', 'number', 'mergedAt', 'author', 'language'],
};

/** Tells what was edited from one edition of a pull request to the next. */
export function editedParts(before: PullRequestItem, after: PullRequestItem): EditedParts {
  const issues = compareIssues(before.issues, after.issues);
  const differs = (part: ItemPart) =>
    (fieldsOf[part] ?? []).some((field) => !isSame(before[field], after[field]));
  const parts = itemParts.filter((part) => issues.parts.has(part) || differs(part));
  const files = parts.includes('code') ? changedFiles(before, after) : [];
  return { parts, evidence: shorten([...issues.evidence, ...files]) };
}

function compareIssues(before: readonly LinkedIssue[], after: readonly LinkedIssue[]) {
  const parts = new Set<ItemPart>();
  const evidence: string[] = [];
  const note = (part: ItemPart, words: string) => {
    parts.add(part);
    evidence.push(words);
  };
  const old = new Map(before.map((issue) => [nameOf(issue), issue]));
  for (const issue of after) {
    const name = nameOf(issue);
    const known = old.get(name);
    old.delete(name);
    if (known === undefined) note('issue_linked', `linked ${name}`);
    else if (!isSame(textOf(known), textOf(issue))) note('issue_text', `text of ${name}`);
    else if (!isSame(known, issue)) note('other', `${name} is ${issue.kind} now`);
  }
  for (const name of old.keys()) note('issue_unlinked', `unlinked ${name}`);
  return { parts, evidence };
}

function changedFiles(before: PullRequestItem, after: PullRequestItem): string[] {
  const old = new Map(before.files.map((file) => [file.path, file]));
  const paths = after.files
    .filter((file) => !isSame(old.get(file.path), file))
    .map((file) => file.path);
  const now = new Set(after.files.map((file) => file.path));
  return [...paths, ...[...old.keys()].filter((path) => !now.has(path))];
}

function nameOf({ repository, number }: LinkedIssue): string {
  return `${repository}#${number}`;
}

function textOf({ title, body, createdAt, textAsOf }: LinkedIssue) {
  return { title, body, createdAt, textAsOf };
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  return canonicalJson(one) === canonicalJson(other);
}

const longest = 300;

function shorten(words: readonly string[]): string {
  const whole = words.join(', ');
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 2)} …`;
}

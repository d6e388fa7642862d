import type { OptOutKind } from '@evoline/contract/withdrawal';

/** Somebody who opts out: `owner/name` or a pattern of it, a login, or `owner/name#7`; in lower case. */
export interface NamedOptOut {
  readonly kind: OptOutKind;
  readonly subject: string;
}

export interface ListedOptOut extends NamedOptOut {
  readonly line: number;
  readonly note: string | null;
}

/** A list of opt-outs as read. It counts only when `bad` is empty. */
export interface OptOutList {
  readonly optOuts: readonly ListedOptOut[];
  /** Lines that name somebody a second time. */
  readonly repeated: readonly { readonly line: number; readonly firstLine: number }[];
  /** Lines that are not understood, and what was expected there. */
  readonly bad: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * Reads a list of opt-outs, one a line: kind, subject, and a note up to the end of the line. Empty lines and
 * those that begin with `#` count for nothing.
 */
export function readOptOutList(text: string): OptOutList {
  const firstLines = new Map<string, number>();
  const optOuts: ListedOptOut[] = [];
  const repeated: OptOutList['repeated'][number][] = [];
  const bad: OptOutList['bad'][number][] = [];
  for (const [at, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = at + 1;
    if (/^\s*(#|$)/.test(content)) continue;
    const [, kind = '', subject = '', note = ''] =
      /^\s*(\S+)(?:\s+(\S+))?(.*)$/.exec(content) ?? [];
    const read = readOptOut(kind, subject);
    if (typeof read === 'string') {
      bad.push({ line, reason: read });
      continue;
    }
    const key = `${read.kind} ${read.subject}`;
    const firstLine = firstLines.get(key);
    if (firstLine !== undefined) repeated.push({ line, firstLine });
    else optOuts.push({ ...read, line, note: note.trim().slice(0, 500) || null });
    firstLines.set(key, firstLine ?? line);
  }
  return { optOuts, repeated, bad };
}

/** Reads one opt-out as people name it; addresses are understood too. Text: what is wrong with it. */
export function readOptOut(kind: string, subject: string): NamedOptOut | string {
  const named = subject.trim().toLowerCase();
  switch (kind.toLowerCase()) {
    case 'repository':
      return readRepository(named);
    case 'author':
      return readAuthor(named);
    case 'pull-request':
      return readPullRequest(named);
    default:
      return `expected repository, author or pull-request, not ${quoted(kind)}`;
  }
}

const host = String.raw`(?:https?:\/\/[^/]+\/)`;
const repositoryName = new RegExp(String.raw`^${host}?([\w.*-]+\/[\w.*-]+?)(?:\.git)?\/?$`);
const pullRequestName = new RegExp(
  String.raw`^(?:${host}([\w.-]+\/[\w.-]+)\/pulls?\/|([\w.-]+\/[\w.-]+)#)([1-9]\d{0,14})\/?$`,
);
/** GitHub's own rule, hyphens of old accounts as well, with the suffixes of apps and of managed users. */
const login = /^@?([a-z\d][a-z\d-]{0,38}(?:_[a-z\d]{1,15})?(?:\[bot\])?)$/;

function readRepository(subject: string): NamedOptOut | string {
  const [, name] = repositoryName.exec(subject) ?? [];
  if (name === undefined)
    return `expected owner/name, or owner/* for all of them, not ${quoted(subject)}`;
  // A slip of the finger must not empty the next version.
  if (!/[\w]/.test(name.split('/')[0] ?? '')) return `${quoted(subject)} would name every owner`;
  return { kind: 'repository', subject: name };
}

function readAuthor(subject: string): NamedOptOut | string {
  const [, name] = login.exec(subject) ?? [];
  if (name === undefined) return `expected a login, not ${quoted(subject)}`;
  return { kind: 'author', subject: name };
}

function readPullRequest(subject: string): NamedOptOut | string {
  const [, addressed, named, number] = pullRequestName.exec(subject) ?? [];
  const repository = addressed ?? named;
  if (repository === undefined || number === undefined) {
    return `expected owner/name#7 or the address of a pull request, not ${quoted(subject)}`;
  }
  return { kind: 'pull-request', subject: `${repository}#${number}` };
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

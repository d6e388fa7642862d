import type { HostedRepository, IssueView, PullView } from './hosted-repository.ts';
import type { AccountRecord, ReferenceRecord } from './records.ts';

/** What happened to an issue or a pull request, before it is written down as REST or GraphQL. */
export type TimelineEvent = {
  readonly id: string;
  readonly at: string;
  readonly actor: AccountRecord | undefined;
} & (
  | { readonly kind: 'crossReferenced'; readonly source: number; readonly willClose: boolean }
  | {
      readonly kind: 'connected' | 'disconnected';
      readonly pull: number;
      readonly issue: number;
    }
  | { readonly kind: 'renamedTitle'; readonly previousTitle: string; readonly currentTitle: string }
  | { readonly kind: 'referenced'; readonly commit: string }
  | { readonly kind: 'closed'; readonly closer: Closer | null }
  | { readonly kind: 'merged'; readonly commit: string }
);

export type Closer = { readonly pull: number } | { readonly commit: string };

/** GitHub's nine closing keywords. "fix issue #3", with a word between, is not one of them. */
const closingKeywords = /^(close[sd]?|fix(es|ed)?|resolve[sd]?)$/;

/**
 * Whether the reference is a link: a keyword in the body of a pull request into the default branch, or a link
 * made by hand. A keyword in a commit message closes the issue but does not link it (GitHub Docs,
 * "Linking a pull request to an issue").
 */
export function isClosingReference(
  repository: HostedRepository,
  reference: ReferenceRecord,
): boolean {
  if (!intoDefaultBranch(repository, reference)) return false;
  if (reference.source === 'connected') return !isTakenBack(repository, reference);
  return reference.source === 'pr_body' && closes(reference);
}

/** Events of one issue, oldest first. */
export function issueEvents(
  repository: HostedRepository,
  issue: IssueView,
  horizon: string | null,
): TimelineEvent[] {
  const events = repository.contents.references
    .filter((reference) => reference.issue === issue.number)
    .flatMap((reference) => {
      const pull = repository.pull(reference.pull, horizon);
      return pull === undefined ? [] : eventsOfReference(repository, reference, pull);
    });
  const renames = repository.renames(issue.number, horizon).map((rename, index): TimelineEvent => {
    const id = `RTE-${repository.id}-${issue.number}-${index}`;
    return { ...rename, id, actor: issue.user, kind: 'renamedTitle' };
  });
  const once = new Map([...events, ...renames].map((event) => [event.id, event]));
  return [...once.values()].toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

/** Events of one pull request itself, oldest first. */
export function pullEvents(repository: HostedRepository, pull: PullView): TimelineEvent[] {
  const base = `${repository.id}-${pull.number}`;
  const connected = repository.contents.references
    .filter((reference) => reference.pull === pull.number && reference.source.endsWith('connected'))
    .flatMap((reference) => eventsOfReference(repository, reference, pull));
  if (pull.closed_at === null) return connected;
  const ended = { at: pull.closed_at, actor: pull.user };
  const closed: TimelineEvent = { ...ended, id: `CE-${base}`, kind: 'closed', closer: null };
  if (pull.merge_commit_sha === null) return [...connected, closed];
  const merged: TimelineEvent = {
    ...ended,
    id: `ME-${base}`,
    kind: 'merged',
    commit: pull.merge_commit_sha,
  };
  return [...connected, merged, closed];
}

function eventsOfReference(
  repository: HostedRepository,
  reference: ReferenceRecord,
  pull: PullView,
): TimelineEvent[] {
  const base = `${repository.id}-${reference.issue}-${pull.number}`;
  const opened = { at: pull.created_at, actor: pull.user };
  const willClose = closes(reference) && intoDefaultBranch(repository, reference);
  switch (reference.source) {
    case 'pr_body':
      return [
        { ...opened, id: `CRE-${base}`, kind: 'crossReferenced', source: pull.number, willClose },
        ...closing(base, pull, willClose, { pull: pull.number }),
      ];
    case 'connected':
      return [
        {
          ...opened,
          id: `CON-${base}`,
          kind: 'connected',
          pull: pull.number,
          issue: reference.issue,
        },
        ...closing(base, pull, !isTakenBack(repository, reference), { pull: pull.number }),
      ];
    case 'disconnected': {
      const { issue } = reference;
      return [{ ...opened, id: `DIS-${base}`, kind: 'disconnected', pull: pull.number, issue }];
    }
    case 'commit_message':
    case 'merge_message': {
      if (pull.merged_at === null || pull.merge_commit_sha === null) return [];
      const commit = pull.merge_commit_sha;
      return [
        { at: pull.merged_at, actor: pull.user, id: `REF-${base}`, kind: 'referenced', commit },
        ...closing(`c-${base}`, pull, willClose, { commit }),
      ];
    }
    default:
      // titles, branch names and change logs leave no event on GitHub
      return [];
  }
}

/** A link made by hand that was taken back later. */
function isTakenBack(repository: HostedRepository, { pull, issue }: ReferenceRecord): boolean {
  return repository.contents.references.some(
    (other) => other.source === 'disconnected' && other.pull === pull && other.issue === issue,
  );
}

function closing(
  base: string,
  pull: PullView,
  willClose: boolean,
  closer: Closer,
): TimelineEvent[] {
  if (!willClose || pull.merged_at === null) return [];
  return [{ at: pull.merged_at, actor: pull.user, id: `CE-${base}`, kind: 'closed', closer }];
}

function closes(reference: ReferenceRecord): boolean {
  return reference.keyword !== null && closingKeywords.test(reference.keyword);
}

function intoDefaultBranch(repository: HostedRepository, reference: ReferenceRecord): boolean {
  const pull = repository.pull(reference.pull, null);
  return pull?.base.ref === repository.contents.file.default_branch;
}

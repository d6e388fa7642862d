import type {
  HydratedPullRequest,
  IssueText,
  PartialHydration,
} from '@evoline/contract/hydrated-pull-request';
import type { IssueVersion } from '@evoline/contract/mine-pages';
import { HydrationMemory } from './hydrate-candidates.ts';
import { withoutPersonalData } from './personal-data.ts';
import { withoutSecrets } from './secrets/find-secret.ts';

/**
 * What may be stored of a page that was hydrated in part. Placeholders stand for personal data, as in every
 * stored page; what holds a secret is left out, and asked for again when the page is gone on with.
 */
export function partialHydration({ pullRequests, issues }: HydrationMemory): PartialHydration {
  return {
    format: 'evoline.partial-hydration.v1',
    pullRequests: [...pullRequests].flatMap(([number, entry]) =>
      entry !== null && holdsSecret(textsOfEntry(entry)) ? [] : [[number, entry && masked(entry)]],
    ),
    issues: [...issues].flatMap(([key, text]) =>
      text !== null && holdsSecret(textsOfIssue(text)) ? [] : [[key, text && maskedIssue(text)]],
    ),
  };
}

/** The memory that a stored part stands for. */
export function hydrationMemory(partial: PartialHydration): HydrationMemory {
  const memory = new HydrationMemory();
  for (const [number, entry] of partial.pullRequests) memory.pullRequests.set(number, entry);
  for (const [key, text] of partial.issues) memory.issues.set(key, text);
  return memory;
}

function holdsSecret(texts: readonly (string | null)[]): boolean {
  return texts.some((text) => text !== null && withoutSecrets(text).rules.length > 0);
}

function textsOfEntry({ candidate, commits, links }: HydratedPullRequest): (string | null)[] {
  const messages = commits.map(({ message }) => message);
  const linked = links.flatMap(({ issue }) => textsOfIssue(issue));
  return [candidate.title, candidate.body, ...messages, ...linked];
}

function textsOfIssue({ texts }: IssueText): (string | null)[] {
  return texts.flatMap(({ title, body }) => [title, body]);
}

function masked({ candidate, commits, links }: HydratedPullRequest): HydratedPullRequest {
  const { title, body } = candidate;
  const texts = { title: withoutPersonalData(title), body: withoutPersonalData(body) };
  return {
    candidate: { ...candidate, ...texts },
    commits: commits.map(({ id, message }) => ({ id, message: withoutPersonalData(message) })),
    links: links.map((link) => ({ ...link, issue: maskedIssue(link.issue) })),
  };
}

function maskedIssue(issue: IssueText): IssueText {
  const texts = issue.texts.map(({ from, title, body }): IssueVersion => {
    return {
      from,
      title: withoutPersonalData(title),
      body: body === null ? null : withoutPersonalData(body),
    };
  });
  return { ...issue, texts };
}

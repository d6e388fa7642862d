import type { FoundIssue, PullRequestCandidate } from '@evoline/contract/mine-pages';
import { withoutPersonalData } from './personal-data.ts';
import { withoutSecrets } from './secrets/find-secret.ts';

/**
 * A candidate as it may be stored: in all of its texts typed placeholders stand for personal data, and
 * `<secret>` for secrets. `secrets` names the rules that found one, so that it is dropped later. Done twice
 * it is the same as once.
 */
export function cleanCandidate(candidate: PullRequestCandidate): PullRequestCandidate {
  const rules = new Set(candidate.secrets ?? []);
  const clean = (text: string) => {
    const masked = withoutSecrets(text);
    for (const rule of masked.rules) rules.add(rule);
    return withoutPersonalData(masked.text);
  };
  const issues = candidate.issues.map((issue): FoundIssue => {
    const texts = issue.texts.map(({ from, title, body }) => {
      return { from, title: clean(title), body: body === null ? null : clean(body) };
    });
    return { ...issue, texts };
  });
  const texts = { title: clean(candidate.title), body: clean(candidate.body), issues };
  return { ...candidate, ...texts, ...(rules.size > 0 && { secrets: [...rules].toSorted() }) };
}

import { itemFormat, type PullRequestItem } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { authorKey } from './author/author-key.ts';
import { type Begun, beginExamination, type Refused } from './begin-examination.ts';
import { cleanText } from './clean-text.ts';
import { noContext } from './context/no-context.ts';
import { changeSignature } from './decontamination/change-signature.ts';
import { writeSignature } from './decontamination/min-hash.ts';
import type { Examination, Verdict } from './examination.ts';
import { refusalAt, type Refusal } from './filters/filters.ts';
import { firstCommitAt, issueAsOf } from './issue-as-of.ts';
import { landingOf } from './landing.ts';
import { linkIssues } from './linked-issues.ts';
import { withoutPersonalData } from './personal-data.ts';
import { type Change, readChange } from './read-change.ts';
import { withoutSecrets } from './secrets/find-secret.ts';

/**
 * Decides on one pull request: filters, the change from merge base to head as git tells it, and the
 * replay of its patch. It is kept, or dropped for exactly one reason; what it holds cannot make it fail.
 */
export async function examinePullRequest(
  candidate: PullRequestCandidate,
  where: Examination,
): Promise<Verdict> {
  return await finishExamination(await beginExamination(candidate, where), where);
}

/** Reads contents and asks the filters that are left. */
export async function finishExamination(
  begun: Begun | Refused,
  where: Examination,
): Promise<Verdict> {
  if (begun.refusal !== null) return dropped(begun, begun.refusal, where, begun.paths);
  const { candidate } = begun;
  const change = await readChange(begun, where.git, where.filters);
  if (change.refusal !== null) return dropped(begun, change.refusal, where, change.paths);
  const item = itemOf(begun, change, where);
  const facts = {
    item,
    files: change.files,
    secretsInTexts: candidate.secrets ?? [],
    benchmarks: where.benchmarks ?? null,
  };
  const refusal = refusalAt('item', facts, where.filters);
  if (refusal !== null) return dropped(begun, refusal, where, change.paths);
  const signature = changeSignature(change.files.map(({ patch }) => patch));
  const status = { status: 'kept', reason: null, evidence: null, itemDigest: null } as const;
  return {
    mined: { ...minedOf(begun, where, change.paths), ...status },
    item,
    signature: signature === null ? null : writeSignature(signature),
    authorKey: authorKey(begun.candidate.author),
  };
}

function itemOf(begun: Begun, change: Change, where: Examination): PullRequestItem {
  const { graph, repository, isPullRequest } = where;
  const { candidate, ends, author, messages, root } = begun;
  const { number, mergedAt } = candidate;
  const title = cleanText(candidate.title);
  const body = cleanText(candidate.body);
  const { baseTip, mergeBase, head } = ends;
  const rules = {
    firstCommitAt: firstCommitAt(graph, mergeBase, head),
    edited: where.editedIssues ?? 'keep',
    home: repository,
  };
  const known = candidate.issues.map((issue) => issueAsOf(issue, rules));
  return {
    format: itemFormat,
    repository,
    number,
    title,
    body,
    mergedAt,
    baseTip,
    mergeBase,
    head,
    landed: ends.landed ?? head,
    landing: landingOf(graph, { head, landed: ends.landed, number }),
    author,
    licence: root.licence,
    language: change.language,
    issues: linkIssues({ repository, title, body, messages, known, isPullRequest }),
    files: change.files.map(({ file }) => file),
    ...noContext,
    patch: change.patch,
  };
}

/** What every verdict tells of a pull request. */
type Examined = Pick<Refused, 'candidate' | 'ends' | 'reverts'>;

function dropped(
  refused: Examined,
  { reason, evidence }: Refusal,
  where: Examination,
  paths: readonly string[],
): Verdict {
  const status = {
    status: 'dropped',
    reason,
    evidence: shown(evidence),
    itemDigest: null,
  } as const;
  const mined = { ...minedOf(refused, where, paths), ...status };
  return { mined, item: null, signature: null, authorKey: null };
}

const maxEvidence = 300;

/** On one line, and without what nobody may see: paths and branches are other people's words. */
function shown(evidence: string): string {
  const clean = withoutPersonalData(withoutSecrets(cleanText(evidence)).text);
  return clean.replace(/\s+/g, ' ').slice(0, maxEvidence).toWellFormed();
}

function minedOf(
  { candidate, ends: { baseTip, mergeBase, head, landed }, reverts }: Examined,
  { repository }: Examination,
  paths: readonly string[],
) {
  const { number, url } = candidate;
  const title = cleanText(candidate.title);
  const shas = { baseTip, mergeBase, head, landed };
  return { repository, number, url, title, ...shas, reverts, files: [...paths] };
}

import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import {
  changedBlobs,
  type Examination,
  examinePullRequest,
  type Verdict,
} from './examine-pull-request.ts';

/** So many pull requests are on their way at once: git reads on while we replay. */
const atOnce = 8;

/**
 * Examines pull requests in their order; a few at once, so memory stays bounded. Of a blobless mirror,
 * the contents that all of them need are fetched in one request before.
 */
export async function* examineAll(
  candidates: readonly PullRequestCandidate[],
  where: Examination,
): AsyncGenerator<Verdict> {
  await fetchChanged(candidates, where);
  const running: Promise<Verdict>[] = [];
  try {
    for (const candidate of candidates) {
      running.push(examinePullRequest(candidate, where));
      const first = running.length >= atOnce ? running.shift() : undefined;
      if (first !== undefined) yield await first;
    }
    for (let next = running.shift(); next !== undefined; next = running.shift()) yield await next;
  } finally {
    // What still runs when the caller stops must not become an unhandled rejection.
    for (const rest of running) rest.catch(() => {});
  }
}

async function fetchChanged(
  candidates: readonly PullRequestCandidate[],
  where: Examination,
): Promise<void> {
  if (!(await where.git.isBlobless())) return;
  const ids: string[] = [];
  for (const candidate of candidates) ids.push(...(await changedBlobs(candidate, where)));
  await where.git.fetchBlobs(ids);
}

import { type ArtifactRef, mediaTypes } from '@evoline/contract/artifact';
import { CandidatePage, type PullRequestCandidate } from '@evoline/contract/mine-pages';
import { cleanCandidate } from '@evoline/domain/mine/clean-candidate';
import type { MineDeps } from './mine-deps.ts';

/** Puts a page of candidates into the store, without secrets and personal data. */
export async function storePage(
  { store }: Pick<MineDeps, 'store'>,
  repository: string,
  candidates: readonly PullRequestCandidate[],
): Promise<ArtifactRef> {
  const page: CandidatePage = {
    format: 'evoline.candidate-page.v1',
    repository,
    candidates: candidates.map(cleanCandidate),
  };
  return await store.putJson(page, mediaTypes.page);
}

export async function readPage(
  { store }: Pick<MineDeps, 'store'>,
  page: Pick<ArtifactRef, 'sha256'>,
): Promise<readonly PullRequestCandidate[]> {
  return CandidatePage.parse(await store.getJson(page)).candidates;
}

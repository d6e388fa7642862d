import type {
  DelayedHydration,
  DelayedPage,
  FoundPage,
  GoneRepository,
  HydratedPullRequests,
  MineSummary,
  PageCursor,
  SourceRepository,
} from '@evoline/contract/mine';
import { patched } from '@temporalio/workflow';
import type { ActiveRun } from './conduct.ts';
import { mining } from './proxies.ts';
import { waitingOut } from './rate-limit.ts';
import { refusal } from './refusal.ts';

/** What one page came to; `extracted`: null when there was nothing to do on it. */
interface MinedPage {
  /** Cursor of the next page; null after the last. */
  readonly next: PageCursor | null;
  readonly extracted: MineSummary | null;
}

/**
 * Finds, hydrates and extracts one page of a repository. Whenever GitHub asks to wait, the workflow sleeps.
 *
 * @throws refusal source_gone when the repository is not there any more
 */
export async function minePage(
  { page: shown, runId }: ActiveRun<'minePullRequests'>,
  repository: SourceRepository,
  cursor: PageCursor | null,
): Promise<MinedPage> {
  const { name } = repository;
  const listed = await waitingOut<FoundPage | GoneRepository, DelayedPage>(shown, (before) => {
    const at = before === null ? cursor : before.cursor;
    const summary = `pull requests of ${name}`;
    return mining.pagePullRequests.executeWithOptions({ summary }, [
      { runId, repository, cursor: at },
    ]);
  });
  const found = present(listed);
  const { next, page } = found;
  if (found.pullRequests === 0) return { next, extracted: null };
  const summary = `hydrate ${found.pullRequests} of ${name}`;
  const hydrated = present(
    await waitingOut<HydratedPullRequests | GoneRepository, DelayedHydration>(shown, (before) =>
      mining.hydratePullRequests.executeWithOptions({ summary }, [
        { runId, repository, page, cursor: before?.cursor ?? null },
      ]),
    ),
  );
  if (hydrated.pullRequests === 0 && patched('nothing-changed')) return { next, extracted: null };
  const extracted = await mining.extractItems.executeWithOptions(
    { summary: `extract ${hydrated.pullRequests} of ${name}` },
    [{ runId, repository, page: hydrated.page }],
  );
  return { next, extracted };
}

function present<T extends { readonly kind: 'page' }>(answer: T | GoneRepository): T {
  if (answer.kind === 'gone') throw refusal('source_gone', answer.reason);
  return answer;
}

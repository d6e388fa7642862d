import { hydratePullRequests } from '@evoline/activities/mine/hydrate-pull-requests';
import type { MineDeps } from '@evoline/activities/mine/mine-deps';
import { openSource } from '@evoline/activities/mine/open-source';
import { pagePullRequests } from '@evoline/activities/mine/page-pull-requests';
import type {
  FoundPage,
  GoneRepository,
  HydratedPage,
  PageCursor,
  PullRequestPage,
  SourceRepository,
} from '@evoline/contract/mine';
import type { DoubleClock } from '@evoline/testing/github/double-clock';
import { aContext } from './run-activities.ts';

interface Waiting {
  readonly kind: string;
  readonly waitUntil?: string;
}

/** Sleeps as the workflow does, on the double's clock. Returns what the activity answered at last. */
export class MiningClock {
  readonly #clock: DoubleClock;
  /** Times at which an activity asked to wait. */
  readonly waits: string[] = [];

  constructor(clock: DoubleClock) {
    this.#clock = clock;
  }

  async waitingOut<A extends Waiting>(
    ask: (before: A | null) => Promise<A>,
  ): Promise<Exclude<A, { readonly kind: 'wait' }>> {
    let before: A | null = null;
    for (;;) {
      const answer: A = await ask(before);
      if (answer.kind !== 'wait') return answer as Exclude<A, { readonly kind: 'wait' }>;
      const until = new Date(answer.waitUntil ?? '');
      this.waits.push(until.toISOString());
      if (until > this.#clock.now()) this.#clock.set(until);
      before = answer;
    }
  }

  /** Opens, lists and hydrates a source as the workflow does, and extracts nothing. */
  async listAndHydrate(deps: MineDeps, runId: string): Promise<ReadonlyMap<string, number>> {
    const opened = await this.waitingOut(() => openSource(deps, { runId }, aContext()));
    const found = new Map<string, number>();
    for (const repository of opened.repositories)
      found.set(repository.name, await this.#walk(deps, runId, repository));
    return found;
  }

  async #walk(deps: MineDeps, runId: string, repository: SourceRepository): Promise<number> {
    let hydrated = 0;
    let cursor: PageCursor | null = null;
    do {
      const at: PageCursor | null = cursor;
      const listed: FoundPage | GoneRepository = await this.waitingOut<PullRequestPage>(() =>
        pagePullRequests(deps, { runId, repository, cursor: at }, aContext()),
      );
      if (listed.kind === 'gone') return hydrated;
      const answer = await this.waitingOut<HydratedPage>((before) => {
        const half = before?.kind === 'wait' ? before.cursor : null;
        const request = { runId, repository, page: listed.page, cursor: half };
        return hydratePullRequests(deps, request, aContext());
      });
      if (answer.kind === 'gone') return hydrated;
      hydrated += answer.pullRequests;
      cursor = listed.next;
    } while (cursor !== null);
    return hydrated;
  }
}

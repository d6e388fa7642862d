import { closeRepository } from '@evoline/activities/mine/close-repository';
import { extractItems } from '@evoline/activities/mine/extract-items';
import { hydratePullRequests } from '@evoline/activities/mine/hydrate-pull-requests';
import type { MineDeps } from '@evoline/activities/mine/mine-deps';
import { openSource } from '@evoline/activities/mine/open-source';
import { pagePullRequests } from '@evoline/activities/mine/page-pull-requests';
import type { PageCursor, PullRequestPage, SourceRepository } from '@evoline/contract/mine';
import type { Plug } from './plug.ts';
import { aContext } from './run-activities.ts';

/** Results of the activities that are done, by name: what Temporal's history holds of a run. */
export type Journal = Map<string, unknown>;

/** One process at work on a mining run: does what the journal does not hold yet, until it ends or is killed. */
export class JournaledRun {
  readonly #deps: MineDeps;
  readonly #plug: Plug;
  readonly #journal: Journal;

  constructor(deps: MineDeps, plug: Plug, journal: Journal) {
    this.#deps = deps;
    this.#plug = plug;
    this.#journal = journal;
  }

  async work(runId: string): Promise<void> {
    const opened = await this.#done('open', () => openSource(this.#deps, { runId }, aContext()));
    if (opened.kind === 'wait') throw new Error('asked to wait');
    for (const repository of opened.repositories) {
      await this.#walk(runId, repository);
      await this.#done(`close ${repository.key}`, () =>
        closeRepository(this.#deps, { runId, repository }),
      );
    }
  }

  async #walk(runId: string, repository: SourceRepository): Promise<void> {
    let cursor: PageCursor | null = null;
    do {
      const at: PageCursor | null = cursor;
      const name: string = `${repository.key} ${at}`;
      const found: PullRequestPage = await this.#done(`page ${name}`, () =>
        pagePullRequests(this.#deps, { runId, repository, cursor: at }, aContext()),
      );
      if (found.kind !== 'page') throw new Error(`it answered ${found.kind}`);
      const hydrated = await this.#done(`hydrate ${name}`, () =>
        hydratePullRequests(this.#deps, { runId, repository, page: found.page }, aContext()),
      );
      if (hydrated.kind !== 'page') throw new Error(`it answered ${hydrated.kind}`);
      await this.#done(`extract ${name}`, () =>
        extractItems(this.#deps, { runId, repository, page: hydrated.page }, aContext()),
      );
      cursor = found.next;
    } while (cursor !== null);
  }

  /** A process may end before an activity, in it, or when its result is not on record yet. */
  async #done<T>(name: string, activity: () => Promise<T>): Promise<T> {
    if (this.#journal.has(name)) return this.#journal.get(name) as T;
    this.#plug.step('activity');
    const result = await activity();
    this.#plug.step('activity');
    this.#journal.set(name, result);
    return result;
  }
}

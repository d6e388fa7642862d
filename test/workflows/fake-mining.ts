import type { MineActivities } from '@evoline/contract/activities';
import type { DatasetVersionSummary } from '@evoline/contract/dataset';
import type { MineSummary } from '@evoline/contract/mine';
import { digestOf } from './fake-digest.ts';
import { fakeNights } from './fake-nights.ts';
import type { FakeState } from './fake-world.ts';

/** Repositories of `state.pages` pages with ten pull requests each, of which four are kept. */
export function fakeMining(state: FakeState): MineActivities {
  return { ...fakePages(state), ...fakeVerdicts(state), ...fakeNights(state) };
}

type Pages = Pick<
  MineActivities,
  'planQuota' | 'openSource' | 'pagePullRequests' | 'hydratePullRequests'
>;

function fakePages(state: FakeState): Pages {
  const artifact = (name: string) => ({
    sha256: digestOf(name),
    bytes: 10,
    mediaType: 'text/plain',
  });
  const rateLimit = (): string | null => {
    const wait = state.rateLimits.shift();
    return wait === undefined ? null : new Date(Date.now() + wait).toISOString();
  };
  return {
    async planQuota() {
      return { lines: ['1 repository, about 10 pull requests, 1 token: under a minute'] };
    },
    async openSource({ runId }) {
      const hangs = state.hanging.some((source) => runId.includes(source));
      const waitUntil = hangs ? 3_600_000 : state.openingLimits.shift();
      if (waitUntil !== undefined)
        return { kind: 'wait', waitUntil: new Date(Date.now() + waitUntil).toISOString() };
      return {
        kind: 'page',
        repositories: state.repositories.map((name) => ({
          key: `github:${digestOf(name).slice(0, 6)}`,
          name,
          defaultBranch: 'main',
          gitAddress: `/made-up/${name}`,
          watermark: null,
        })),
      };
    },
    async pagePullRequests({ repository, cursor }) {
      if (state.gone.includes(repository.name)) return { kind: 'gone', reason: 'it was deleted' };
      const waitUntil = rateLimit();
      if (waitUntil !== null) return { kind: 'wait', cursor, waitUntil };
      const index = Number(cursor ?? 0);
      const next = index + 1 < state.pages ? `${index + 1}` : null;
      const page = artifact(`${repository.name}/${index}`);
      return { kind: 'page', page, pullRequests: 10, next };
    },
    async hydratePullRequests({ page }) {
      const own = state.hydrationLimits.shift();
      const waitUntil = own === undefined ? rateLimit() : new Date(Date.now() + own).toISOString();
      if (waitUntil !== null) return { kind: 'wait', cursor: 'half of it', waitUntil };
      return { kind: 'page', page, pullRequests: state.unchanged ? 0 : 10 };
    },
  };
}

type Verdicts = Pick<MineActivities, 'extractItems' | 'closeRepository' | 'freezeDataset'>;

function fakeVerdicts(state: FakeState): Verdicts {
  const summary = (pages: number): MineSummary => ({
    source: 'demo:',
    seen: 10 * pages,
    kept: 4 * pages,
    added: 4 * pages,
    funnel: { bot_author: 6 * pages },
  });
  return {
    async extractItems() {
      return summary(1);
    },
    async closeRepository({ repository }) {
      const done = state.repositories.indexOf(repository.name) + 1;
      return summary(done * state.pages);
    },
    async freezeDataset() {
      return frozen;
    },
  };
}

const frozen: DatasetVersionSummary = {
  digest: digestOf('dataset'),
  parent: null,
  state: 'published',
  items: 40,
  splits: { 'warm-start': 8, train: 24, 'held-out': 8 },
  repositories: 3,
  funnel: {},
  changes: { added: 40, removed: 0, edited: 0, moved: 0 },
  heldBack: [],
  codeRevision: 'test',
  createdAt: '2026-01-01T00:00:00.000Z',
  created: true,
};

import { OctokitClient } from '@evoline/clients/github/octokit-client';
import { TokenPool } from '@evoline/clients/github/token-pool';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { hydrateCandidates } from '@evoline/domain/mine/hydrate-candidates';
import { firstCursor, listPage } from '@evoline/domain/mine/list-pull-requests';
import { readCursor, writeCursor } from '@evoline/domain/mine/mine-cursor';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Happening, happenings, MovingRepository } from './moving-repository.ts';

let double: GitHubDouble;
let api: OctokitClient;
const overlapMinutes = 15;

beforeAll(async () => {
  double = await startGitHubDouble({ home: '.' });
  api = new OctokitClient({}, new TokenPool({ apiUrl: double.url, tokens: ['test'] }));
});
afterAll(() => double.close());

/** What a miner holds on to between its requests, as the ledger does: a row per number, the last one wins. */
interface Notebook {
  readonly rows: Map<number, string>;
  /** How often each number was written since the night began. */
  readonly written: Map<number, number>;
  watermark: string | null;
}

/** One night: every page, with what happens between the requests; returns the requests that it took. */
async function night(
  repository: MovingRepository,
  notes: Notebook,
  between: () => void,
): Promise<void> {
  notes.written.clear();
  const opened = repository.now();
  const name = repository.name; // a run keeps the name that it opened
  let cursor: string | null = writeCursor(firstCursor(notes.watermark, null));
  while (cursor !== null) {
    const at = readCursor(cursor);
    if (at.kind === 'history') throw new Error('no history here');
    const { candidates, next } = await listPage(api, name, at, null);
    between();
    for (const { number, title } of await hydrated(name, candidates)) {
      notes.rows.set(number, title);
      notes.written.set(number, (notes.written.get(number) ?? 0) + 1);
    }
    between();
    cursor = next === null ? null : writeCursor(next);
  }
  notes.watermark = new Date(opened.getTime() - overlapMinutes * 60_000).toISOString();
}

async function hydrated(
  name: string,
  candidates: readonly PullRequestCandidate[],
): Promise<readonly PullRequestCandidate[]> {
  return await hydrateCandidates(api, name, candidates, { width: 100 });
}

const example = fc.record({
  /** Two or three pages. */
  pulls: fc.integer({ min: 102, max: 230 }),
  /** Of them, how many were there when the first night began. */
  share: fc.integer({ min: 90, max: 100 }),
  /** By creation at first, or by update since long ago. */
  watermark: fc.constantFrom<string | null>(null, '2024-01-01T00:00:00Z'),
  first: happenings,
  second: happenings,
});

it('notes every pull request once a row, whatever happens between the requests, and the last night has the last text', async () => {
  await fc.assert(
    fc.asyncProperty(example, async ({ pulls, share, watermark, first, second }) => {
      const present = Math.max(1, Math.floor((pulls * share) / 100));
      const repository = new MovingRepository(double, pulls, present);
      const notes: Notebook = { rows: new Map(), written: new Map(), watermark };
      const there = [...repository.titles().keys()];
      await night(repository, notes, oneByOne(repository, first));
      expect(there.filter((number) => !notes.rows.has(number))).toEqual([]);
      // by creation nothing moves, so that nothing comes twice
      if (watermark === null) expect(Math.max(...notes.written.values())).toBe(1);
      await night(repository, notes, oneByOne(repository, second));
      await night(repository, notes, () => {});
      expect(byNumber(notes.rows)).toEqual(byNumber(repository.titles()));
      repository.end();
    }),
    { numRuns: 7, examples: [[neverQuiet(null)], [neverQuiet('2024-01-01T00:00:00Z')]] },
  );
}, 60_000);

/** Three pages, and an edit or ten hours between any two requests. */
const neverQuiet = (watermark: string | null) => ({
  pulls: 225,
  share: 98,
  watermark,
  first: [0, 20, 40, 60].flatMap((pull): Happening[] => [
    { kind: 'edit', pull },
    { kind: 'pass', minutes: 600 },
  ]),
  second: [],
});

function oneByOne(repository: MovingRepository, all: readonly Happening[]): () => void {
  const waiting = [...all];
  return () => {
    const next = waiting.shift();
    if (next !== undefined) repository.let(next);
  };
}

function byNumber(rows: ReadonlyMap<number, string>): [number, string][] {
  return [...rows].toSorted(([a], [b]) => a - b);
}

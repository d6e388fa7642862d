import type { PullRequestList } from '@evoline/contract/hydrated-pull-request';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstCursor, listPage, type PullRequestLister } from './list-pull-requests.ts';
import { candidateDigest, type SeenState, unseen } from './seen-states.ts';
import { overlapMinutes, watermarkAfter } from './watermark.ts';

const epoch = Date.parse('2026-01-01T00:00:00Z');
const iso = (second: number) => new Date(epoch + second * 1000).toISOString().replace('.000Z', 'Z');

interface ListOptions {
  readonly size: number;
  /** GitHub's two wordings of `since`. */
  readonly isSinceInclusive: boolean;
  /** Whether the Link header names the last page. */
  readonly tellsLastPage: boolean;
}

const asUsual: ListOptions = { size: 100, isSinceInclusive: true, tellsLastPage: true };

/** A list whose rows move when they are updated. An update shows once `visibleFrom` has come. */
class MovingList implements PullRequestLister {
  readonly #rows: { at: number; visibleFrom: number; before: number }[];
  readonly #options: ListOptions;
  clock = 1_000;

  constructor(updatedAt: readonly number[], options: ListOptions = asUsual) {
    this.#rows = updatedAt.map((at) => ({ at, visibleFrom: at, before: at }));
    this.#options = options;
  }

  /** After some seconds updates a row, or opens a new one; replicas show it after `lag` seconds. */
  touch({ row, lag, pause }: Update): void {
    this.clock += pause;
    const known = this.#rows[row];
    const before = known === undefined ? -1 : this.#at(known);
    const touched = { at: this.clock, visibleFrom: this.clock + lag, before };
    if (known === undefined) this.#rows.push(touched);
    else this.#rows[row] = touched;
  }

  /** Number and last update of every row, once all replicas agree. */
  states(): string[] {
    return this.#rows.map(({ at }, index) => `${index + 1} ${iso(at)}`);
  }

  listPullRequests(_: string, { page, direction }: { page: number; direction: 'asc' | 'desc' }) {
    const rows = this.#rows.flatMap((row, index) => (this.#at(row) < 0 ? [] : [index]));
    return Promise.resolve(this.#answer(direction === 'asc' ? rows : rows.toReversed(), page));
  }

  listUpdatedSince(_: string, { since, page }: { since: string; page: number }) {
    const rows = this.#rows
      .map((row, index) => ({ at: this.#at(row), index }))
      .filter(({ at }) => at >= 0)
      .filter(({ at }) => (this.#options.isSinceInclusive ? iso(at) >= since : iso(at) > since))
      .toSorted((a, b) => a.at - b.at || a.index - b.index);
    const shown = rows.map(({ index }) => index);
    return Promise.resolve(this.#answer(shown, page));
  }

  #at({ at, visibleFrom, before }: { at: number; visibleFrom: number; before: number }): number {
    return visibleFrom <= this.clock ? at : before;
  }

  #answer(rows: readonly number[], page: number): PullRequestList {
    const { size, tellsLastPage } = this.#options;
    const shown = rows.slice((page - 1) * size, page * size);
    const times = shown.map((row) =>
      iso(this.#at(this.#rows[row] ?? { at: 0, visibleFrom: 0, before: 0 })),
    );
    const lastPage = Math.max(1, Math.ceil(rows.length / size));
    return {
      candidates: shown.map((row, index) => candidate(row + 1, times[index] ?? '')),
      rows: shown.length,
      lastUpdate: times.at(-1) ?? null,
      isUnchanged: false,
      tag: null,
      lastPage: tellsLastPage ? lastPage : null,
    };
  }
}

function candidate(number: number, updatedAt: string) {
  return {
    number,
    url: null,
    title: 't',
    body: '',
    merged: true,
    mergedAt: null,
    updatedAt,
    author: 'a',
    isBotAccount: false,
    branch: '',
    baseTip: null,
    head: null,
    landed: null,
    issues: [],
  };
}

interface Walk {
  readonly watermark: string | null;
  readonly limit?: number | null;
  readonly size?: number;
  readonly between?: () => void;
}

async function walk(list: MovingList, { watermark, limit = null, size = 100, between }: Walk) {
  const found: ReturnType<typeof candidate>[][] = [];
  let cursor: Parameters<typeof listPage>[2] | null = firstCursor(watermark, limit);
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(
      list,
      'o/n',
      cursor,
      limit,
      size,
    );
    found.push(page.candidates.map(({ number, updatedAt = '' }) => candidate(number, updatedAt)));
    cursor = page.next;
    between?.();
  }
  return found;
}

const numbersOf = (pages: Awaited<ReturnType<typeof walk>>) =>
  pages.flat().map(({ number }) => number);

describe('listPage', () => {
  it('walks everything once without a watermark, oldest first', async () => {
    const list = new MovingList(Array.from({ length: 250 }, () => 1));
    const all = Array.from({ length: 250 }, (_, index) => index + 1);
    expect(numbersOf(await walk(list, { watermark: null }))).toEqual(all);
  });

  it('takes the newest where there is a limit, whatever the watermark', async () => {
    const list = new MovingList(Array.from({ length: 250 }, () => 1));
    expect(numbersOf(await walk(list, { watermark: iso(0), limit: 3 }))).toEqual([250, 249, 248]);
    expect(numbersOf(await walk(list, { watermark: null, limit: 120 }))).toHaveLength(120);
  });

  it('goes on past a page of rows with one and the same time', async () => {
    for (const tellsLastPage of [true, false]) {
      const rows = [...Array.from({ length: 310 }, () => 5), 6, 7, 8];
      const list = new MovingList(rows, { ...asUsual, tellsLastPage });
      expect(new Set(numbersOf(await walk(list, { watermark: iso(5) }))).size).toBe(313);
    }
  });

  it('hands on the entity tag of a list that one page holds, and of no other', async () => {
    const list = new MovingList([1, 2, 3], { ...asUsual, size: 3 });
    const tag = { fingerprint: 'f', url: 'u', etag: 'e' };
    const tagged: PullRequestLister = {
      listPullRequests: (...asked) => list.listPullRequests(...asked),
      listUpdatedSince: async (...asked) => ({ ...(await list.listUpdatedSince(...asked)), tag }),
    };
    const from = firstCursor(iso(0), null);
    expect(await listPage(tagged, 'o/n', from, null, 3)).toMatchObject({ next: null, tag });
    list.touch({ row: 3, lag: 0, pause: 1 });
    expect(await listPage(tagged, 'o/n', from, null, 3)).toMatchObject({ tag: null });
  });
});

/** Nights as the workflow walks them: each state that was dealt with is noted, pages are filtered by the notes. */
async function mineNights(list: MovingList, { size, since, nights }: Nights) {
  const seen = new Map<number, SeenState>();
  const dealtWith: string[] = [];
  let watermark = since;
  for (const [night, { updates, pause }] of [...nights, aQuietNight].entries()) {
    if (night === nights.length) list.clock += 86_400;
    const waiting = [...updates];
    const run = { runId: `night ${night}`, basis: 'b' };
    const openedAt = new Date(Date.parse(iso(list.clock)));
    const between = () => {
      const update = waiting.shift();
      if (update !== undefined) list.touch(update);
    };
    let cursor: Parameters<typeof listPage>[2] | null = firstCursor(watermark, null);
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(
        list,
        'o/n',
        cursor,
        null,
        size,
      );
      for (const found of unseen(page.candidates, seen, run).fresh) {
        const { number, updatedAt = '' } = found;
        const state = { contentDigest: candidateDigest(found), basisDigest: run.basis };
        seen.set(number, { number, updatedAt, ...state, runId: run.runId });
        dealtWith.push(`${number} ${updatedAt}`);
      }
      cursor = page.next;
      between();
    }
    while (waiting.length > 0) between();
    watermark = watermarkAfter({ watermark, openedAt, isShort: false });
    list.clock += pause;
  }
  return { dealtWith, seen };
}

interface Update {
  readonly row: number;
  readonly lag: number;
  /** Seconds since the update before; 0 where many are changed at once. */
  readonly pause: number;
}

interface Nights {
  readonly size: number;
  readonly since: string | null;
  readonly nights: readonly { readonly updates: readonly Update[]; readonly pause: number }[];
}

const aQuietNight = { updates: [], pause: 0 };
const overlapSeconds = overlapMinutes * 60;

const anUpdate: fc.Arbitrary<Update> = fc.record({
  row: fc.nat(30),
  lag: fc.oneof(fc.constant(0), fc.nat(overlapSeconds)),
  pause: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3)),
});

const someNights = fc.record({
  size: fc.integer({ min: 2, max: 5 }),
  since: fc.constantFrom(null, iso(990)),
  nights: fc.array(
    fc.record({
      updates: fc.array(anUpdate, { maxLength: 25 }),
      pause: fc.nat(2 * overlapSeconds),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

describe('any interleaving of updates and page reads', () => {
  it('yields each state of each pull request at most once, and the last one for certain', async () => {
    const rows = fc.array(fc.integer({ min: 996, max: 1_000 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        someNights,
        fc.boolean(),
        async (updatedAt, nights, isSinceInclusive) => {
          const options = { size: nights.size, isSinceInclusive, tellsLastPage: true };
          const list = new MovingList(updatedAt, options);
          const { dealtWith, seen } = await mineNights(list, nights);
          expect(new Set(dealtWith).size).toBe(dealtWith.length);
          const states = [...seen.values()].toSorted((a, b) => a.number - b.number);
          expect(states.map((state) => `${state.number} ${state.updatedAt}`)).toEqual(
            list.states(),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('the watermark', () => {
  const openedAt = new Date('2026-05-01T03:30:00Z');

  it('is when the run asked first by the source’s clock, less a quarter of an hour, and never goes back', () => {
    const moved = '2026-05-01T03:15:00.000Z';
    const isShort = false;
    expect(watermarkAfter({ watermark: null, openedAt, isShort })).toBe(moved);
    expect(watermarkAfter({ watermark: '2026-04-30T03:15:00.000Z', openedAt, isShort })).toBe(
      moved,
    );
    const later = '2027-01-01T00:00:00.000Z';
    expect(watermarkAfter({ watermark: later, openedAt, isShort })).toBe(later);
    expect(watermarkAfter({ watermark: later, openedAt: null, isShort })).toBe(later);
  });

  it('stays while one page holds all that came since, so that the same question can be asked again', () => {
    const watermark = '2026-04-30T03:15:00.000Z';
    expect(watermarkAfter({ watermark, openedAt, isShort: true })).toBe(watermark);
    expect(watermarkAfter({ watermark: null, openedAt, isShort: true })).not.toBeNull();
  });
});

import type { PullRequestList } from '@evoline/contract/hydrated-pull-request';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstCursor, listPage, type PullRequestLister } from './list-pull-requests.ts';

const iso = (second: number) =>
  `2026-01-01T00:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}Z`;

/** A list whose rows move when they are updated; `touch` updates one between two pages. */
class MovingList implements PullRequestLister {
  readonly updatedAt: number[];
  clock = 1_000;

  constructor(updatedAt: readonly number[]) {
    this.updatedAt = [...updatedAt];
  }

  touch(row: number): void {
    this.clock += 1;
    if (row < this.updatedAt.length) this.updatedAt[row] = this.clock;
  }

  listPullRequests(_: string, { page, direction }: { page: number; direction: 'asc' | 'desc' }) {
    const rows = this.updatedAt.map((_at, index) => index);
    return Promise.resolve(this.#answer(direction === 'asc' ? rows : rows.toReversed(), page));
  }

  listUpdatedSince(_: string, { since, page }: { since: string; page: number }) {
    const rows = this.updatedAt
      .map((at, index) => ({ at, index }))
      .filter(({ at }) => iso(at) >= since)
      .toSorted((a, b) => a.at - b.at || a.index - b.index);
    return Promise.resolve(
      this.#answer(
        rows.map(({ index }) => index),
        page,
      ),
    );
  }

  #answer(rows: readonly number[], page: number): PullRequestList {
    const shown = rows.slice((page - 1) * 100, page * 100);
    const last = shown.at(-1);
    return {
      candidates: shown.map((row) => candidate(row + 1)),
      rows: shown.length,
      lastUpdate: last === undefined ? null : iso(this.updatedAt[last] ?? 0),
    };
  }
}

function candidate(number: number) {
  return {
    number,
    url: null,
    title: 't',
    body: '',
    merged: true,
    mergedAt: null,
    author: 'a',
    isBotAccount: false,
    branch: '',
    baseTip: null,
    head: null,
    landed: null,
    issues: [],
  };
}

async function walk(
  list: MovingList,
  watermark: string | null,
  limit: number | null,
  touches: number[] = [],
) {
  const seen: number[] = [];
  const waiting = [...touches];
  let cursor: Parameters<typeof listPage>[2] | null = firstCursor(watermark, limit);
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(list, 'o/n', cursor, limit);
    seen.push(...page.candidates.map(({ number }) => number));
    cursor = page.next;
    const touched = waiting.shift();
    if (touched !== undefined && cursor !== null) list.touch(touched);
  }
  return seen;
}

describe('listPage', () => {
  it('walks everything once without a watermark, oldest first', async () => {
    const list = new MovingList(Array.from({ length: 250 }, () => 1));
    expect(await walk(list, null, null)).toEqual(
      Array.from({ length: 250 }, (_, index) => index + 1),
    );
  });

  it('takes the newest where there is a limit, whatever the watermark', async () => {
    const list = new MovingList(Array.from({ length: 250 }, () => 1));
    expect(await walk(list, iso(0), 3)).toEqual([250, 249, 248]);
    expect(await walk(list, null, 120)).toHaveLength(120);
  });

  it('sees every row that was updated since, however rows move between pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 0, maxLength: 330 }),
        fc.array(fc.nat(329), { maxLength: 6 }),
        async (updatedAt, touches) => {
          const list = new MovingList(updatedAt);
          const seen = new Set(await walk(list, iso(1), null, touches));
          const wanted = list.updatedAt.flatMap((at, index) => (at >= 1 ? [index + 1] : []));
          const missed = wanted.filter((number) => !seen.has(number));
          expect(missed).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes on past a page of rows with one and the same time', async () => {
    const list = new MovingList(Array.from({ length: 210 }, () => 5));
    expect(new Set(await walk(list, iso(5), null)).size).toBe(210);
  });
});

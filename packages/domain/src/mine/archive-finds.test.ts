import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchiveFinds, ArchiveRecord } from './archive-finds.ts';

describe('ArchiveFinds', () => {
  it('gathers merged pull requests of the full era by numeric repository id', () => {
    const finds = findsOf([
      full({ id: 7, name: 'a/old', number: 2, at: '2024-03-01T01:00:00Z', merged: true }),
      full({ id: 7, name: 'a/new', number: 1, at: '2024-03-01T02:00:00Z', merged: true }),
      full({ id: 7, name: 'a/new', number: 3, at: '2024-03-01T03:00:00Z', merged: false }),
    ]);
    expect(finds.repositories()).toEqual([{ id: 7, name: 'a/new', numbers: [1, 2] }]);
    expect(finds.counts()).toMatchObject({ events: 3, closedUnmerged: 1, pullRequests: 2 });
  });

  it('keeps a closed pull request of the trimmed era, whose event does not say whether it was merged', () => {
    const finds = findsOf([trimmed({ id: 9, name: 'b/c', number: 4, action: 'closed' })]);
    expect(finds.repositories()).toEqual([{ id: 9, name: 'b/c', numbers: [4] }]);
  });

  it('counts lines that are no events and events of a broken shape, and goes on', () => {
    const broken = { type: 'PullRequestEvent', payload: { action: 'closed' } };
    const finds = findsOf([
      '{"type":"PullReq',
      'null',
      JSON.stringify(broken),
      JSON.stringify({ type: 'WatchEvent', payload: {} }),
      trimmed({ id: 9, name: 'b/c', number: 4, action: 'opened' }),
      trimmed({ id: 9, name: '../etc', number: 4, action: 'closed' }),
      trimmed({ id: 9, name: 'b/c', number: 5, action: 'merged' }),
    ]);
    expect(finds.counts()).toMatchObject({ events: 7, malformed: 4, pullRequests: 1 });
  });

  it('finds the same in any order, however often events are repeated', () => {
    const event = fc.record({
      id: fc.integer({ min: 1, max: 3 }),
      name: fc.constantFrom('a/x', 'a/y', 'b/x'),
      number: fc.integer({ min: 1, max: 5 }),
      at: fc.constantFrom('2024-03-01T01:00:00Z', '2024-03-01T02:00:00Z'),
      merged: fc.boolean(),
    });
    const shuffled = fc
      .array(event, { maxLength: 30 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([events, again]) => {
        const once = findsOf(events.map(full));
        expect(findsOf(again.map(full)).repositories()).toEqual(once.repositories());
      }),
    );
  });
});

it('goes on from what was put aside as if it had never stopped', () => {
  const at = '2024-03-01T01:00:00Z';
  const first = full({ id: 7, name: 'a/b', number: 2, at, merged: true });
  const second = full({ id: 7, name: 'a/c', number: 1, at, merged: true });
  const put = ArchiveRecord.parse(JSON.parse(JSON.stringify(findsOf([first]).record())));
  const resumed = ArchiveFinds.of(put);
  resumed.add(second);
  const whole = findsOf([first, second]);
  expect(resumed.repositories()).toEqual(whole.repositories());
  expect(resumed.counts()).toEqual(whole.counts());
});

interface Event {
  readonly id: number;
  readonly name: string;
  readonly number: number;
  readonly at: string;
  readonly merged: boolean;
}

/** An event in the shape of 2015 to 2025-10-06, cut to what matters. */
function full({ id, name, number, at, merged }: Event): string {
  const pull = { number, merged, merged_at: merged ? at : null, title: 'a title', body: null };
  return JSON.stringify({
    id: '1',
    type: 'PullRequestEvent',
    actor: { id: 1, login: 'someone' },
    repo: { id, name, url: `https://api.github.com/repos/${name}` },
    payload: { action: 'closed', number, pull_request: pull },
    public: true,
    created_at: at,
  });
}

/** An event in the shape of 2025-10-07 and later. */
function trimmed(of: { id: number; name: string; number: number; action: string }): string {
  const { id, name, number, action } = of;
  const repo = { id, name, url: `https://api.github.com/repos/${name}` };
  const head = { ref: 'main', sha: '0'.repeat(40), repo };
  const pull = { id: 5, number, url: `${repo.url}/pulls/${number}`, base: head, head };
  return JSON.stringify({
    id: '1',
    type: 'PullRequestEvent',
    actor: { id: 1, login: 'someone' },
    repo,
    payload: { action, number, pull_request: pull },
    public: true,
    created_at: '2026-01-02T03:04:05Z',
  });
}

function findsOf(lines: readonly string[]): ArchiveFinds {
  const finds = new ArchiveFinds();
  for (const line of lines) finds.add(line);
  return finds;
}

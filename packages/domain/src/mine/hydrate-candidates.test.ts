import type { HydratedPullRequest, IssueText } from '@evoline/contract/hydrated-pull-request';
import { describe, expect, it } from 'vitest';
import {
  hydrateCandidates,
  HydrationMemory,
  type PullRequestHydrator,
} from './hydrate-candidates.ts';

const plain = (number: number, merged = true) => ({
  number,
  url: null,
  title: 't',
  body: '',
  merged,
  mergedAt: null,
  author: 'a',
  isBotAccount: false,
  branch: '',
  baseTip: null,
  head: null,
  landed: null,
  issues: [],
});
const issue = (number: number, closers: IssueText['closers'] = []): IssueText => ({
  number,
  createdAt: '2026-01-01T00:00:00Z',
  texts: [{ from: '2026-01-01T00:00:00Z', title: `issue ${number}`, body: 'text' }],
  closers,
  closingReferrers: [],
});

async function hydrate(
  entries: Record<number, Partial<HydratedPullRequest> | null>,
  texts: readonly IssueText[] = [],
  candidates = Object.keys(entries).map((number) => plain(Number(number))),
) {
  const asked: number[] = [];
  const hydrator: PullRequestHydrator = {
    hydrate: (_, numbers, { onFound }) => {
      for (const number of numbers) {
        const entry = entries[number];
        const whole = { candidate: plain(number), commits: [], links: [], ...entry };
        onFound?.(number, entry === null ? null : whole);
      }
      return Promise.resolve(new Map());
    },
    issues: (_, numbers, onFound) => {
      asked.push(...numbers);
      for (const number of numbers)
        onFound?.(number, texts.find((text) => text.number === number) ?? null);
      return Promise.resolve(new Map());
    },
  };
  const hydrated = await hydrateCandidates(hydrator, 'o/n', candidates, { width: 25 });
  const links = hydrated.map(({ issues }) =>
    issues.map(({ number, kind, texts: [text] }) => [number, kind, text?.title]),
  );
  return { hydrated, links, asked };
}

describe('hydrateCandidates', () => {
  it('names the strongest evidence of each link', async () => {
    const { links } = await hydrate({
      5: {
        commits: [{ id: 'c1', message: 'm' }],
        links: [
          {
            repository: 'o/n',
            kind: 'closing_reference',
            issue: issue(1, [{ kind: 'pull_request', repository: 'o/n', number: 5 }]),
          },
          {
            repository: 'o/n',
            kind: 'closing_reference',
            issue: issue(2, [{ kind: 'pull_request', repository: 'o/n', number: 4 }]),
          },
          { repository: 'o/n', kind: 'connected', issue: issue(3, [{ kind: 'commit', id: 'c1' }]) },
          { repository: 'x/y', kind: 'connected', issue: issue(4) },
        ],
      },
    });
    expect(links).toEqual([
      [
        [1, 'closed_by_pull_request', 'issue 1'],
        [2, 'closing_reference', 'issue 2'],
        [3, 'closed_by_commit', 'issue 3'],
        [4, 'connected', 'issue 4'],
      ],
    ]);
  });

  it('asks for the text of issues that are only written about, once, and never for pull requests of the page', async () => {
    const { links, asked } = await hydrate(
      {
        5: { candidate: { ...plain(5), body: 'fixes #1, see #2, #6 and x/y#3' } },
        6: { candidate: { ...plain(6), body: '#1' }, commits: [{ id: 'c', message: 'closes #8' }] },
      },
      [issue(1), issue(8)],
    );
    expect(asked.toSorted((a, b) => a - b)).toEqual([1, 2, 8]);
    expect(links).toEqual([
      [[1, 'closing_keyword', 'issue 1']],
      [
        [1, 'mention', 'issue 1'],
        [8, 'closing_keyword', 'issue 8'],
      ],
    ]);
  });

  it('keeps what was not merged, or is gone, as it was listed', async () => {
    const { hydrated } = await hydrate(
      { 5: null, 6: {} },
      [],
      [plain(4, false), plain(5), plain(6)],
    );
    expect(hydrated.map(({ number, merged }) => [number, merged])).toEqual([
      [4, false],
      [5, true],
      [6, true],
    ]);
  });

  it('goes on from what was found before an interruption, and asks for nothing twice', async () => {
    const asked: number[] = [];
    let left = 2;
    const hydrator: PullRequestHydrator = {
      hydrate: (_, numbers, { onFound }) => {
        for (const number of numbers) {
          if (left === 0) return Promise.reject(new Error('asked to wait'));
          left -= 1;
          asked.push(number);
          onFound?.(number, {
            candidate: { ...plain(number), body: `fixes #${number + 100}` },
            commits: [],
            links: [],
          });
        }
        return Promise.resolve(new Map());
      },
      issues: (_, numbers, onFound) => {
        for (const number of numbers) {
          if (left === 0) return Promise.reject(new Error('asked to wait'));
          left -= 1;
          asked.push(number);
          onFound?.(number, issue(number));
        }
        return Promise.resolve(new Map());
      },
    };
    const memory = new HydrationMemory();
    const candidates = [1, 2, 3].map((number) => plain(number));
    const attempt = () =>
      hydrateCandidates(hydrator, 'o/n', candidates, { width: 25, memory }).catch(() => null);
    let done: Awaited<ReturnType<typeof attempt>> = null;
    for (let turn = 0; done === null && turn < 5; turn += 1) {
      left = 2;
      done = await attempt();
    }
    expect(asked).toEqual([1, 2, 3, 101, 102, 103]);
    expect(done?.map(({ issues }) => issues[0]?.number)).toEqual([101, 102, 103]);
  });
});

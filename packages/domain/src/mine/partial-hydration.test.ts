import { PartialHydration } from '@evoline/contract/hydrated-pull-request';
import { expect, it } from 'vitest';
import { HydrationMemory } from './hydrate-candidates.ts';
import { hydrationMemory, partialHydration } from './partial-hydration.ts';

const secret = `ghp_${'a1B2'.repeat(9)}`;
const pull = (number: number, body: string) => ({
  candidate: {
    number,
    url: null,
    title: 'Fix it',
    body,
    merged: true,
    mergedAt: null,
    author: 'a',
    isBotAccount: false,
    branch: '',
    baseTip: null,
    head: null,
    landed: null,
    issues: [],
  },
  commits: [{ id: 'c', message: 'Fix\n\nCo-authored-by: Ann <ann.lee@posteo.net>' }],
  links: [],
});
const issue = (number: number, body: string) => ({
  number,
  createdAt: '2026-01-01T00:00:00Z',
  texts: [{ from: '2026-01-01T00:00:00Z', title: 't', body }],
  closers: [],
  closingReferrers: [],
});

it('keeps what was found and what is gone, without personal data, and nothing that holds a secret', () => {
  const memory = new HydrationMemory();
  memory.pullRequests.set(1, pull(1, 'fixes #7, says ann.lee@posteo.net'));
  memory.pullRequests.set(2, pull(2, `it needs ${secret}`));
  memory.pullRequests.set(3, null);
  memory.issues.set('o/n#7', issue(7, 'it breaks'));
  memory.issues.set('o/n#8', issue(8, secret));
  memory.issues.set('o/n#9', null);
  const stored = PartialHydration.parse(JSON.parse(JSON.stringify(partialHydration(memory))));
  const text = JSON.stringify(stored);
  expect(text).not.toContain(secret);
  expect(text).not.toContain('ann.lee@posteo.net');
  const again = hydrationMemory(stored);
  expect([...again.pullRequests.keys()]).toEqual([1, 3]);
  expect([...again.issues.keys()]).toEqual(['o/n#7', 'o/n#9']);
  expect(again.pullRequests.get(1)?.candidate.body).toContain('fixes #7');
});

import { expect, it } from 'vitest';
import { cleanCandidate } from './clean-candidate.ts';

// Put together here, so that no scanner takes this file for a leak.
const token = ['ghp', 'x7Kd93mQpL2vR8sT4wYz6bN1cF5hJ0gA3eUi'].join('_');
const candidate = {
  number: 1,
  url: null,
  title: 'Ask ada@engine.org',
  body: `Run with ${token}`,
  merged: true,
  mergedAt: null,
  author: 'ada',
  isBotAccount: false,
  branch: '',
  baseTip: null,
  head: null,
  landed: null,
  issues: [
    {
      repository: 'o/n',
      number: 2,
      kind: 'mention' as const,
      createdAt: '2026-01-01T00:00:00Z',
      texts: [
        {
          from: '2026-01-01T00:00:00Z',
          title: 'From 84.17.52.9',
          body: `call +49 170 1234567, ${token}`,
        },
      ],
    },
  ],
};

it('leaves no secret and no personal data in any text, and remembers that there was a secret', () => {
  const clean = cleanCandidate(candidate);
  expect(clean).toMatchObject({
    title: 'Ask <email>',
    body: 'Run with <secret>',
    secrets: ['github-token'],
    issues: [{ texts: [{ title: 'From <ip>', body: 'call <phone>, <secret>' }] }],
  });
  expect(JSON.stringify(clean)).not.toContain(token);
  expect(cleanCandidate(clean)).toEqual(clean);
});

it('says nothing of secrets where there is none', () => {
  const plain = { ...candidate, body: 'Fixes #2', issues: [], title: 'Fix' };
  expect(cleanCandidate(plain)).toEqual(plain);
});

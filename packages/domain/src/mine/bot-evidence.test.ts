import { describe, expect, it } from 'vitest';
import { botEvidence } from './bot-evidence.ts';

const human = {
  login: 'ada',
  isBotAccount: false,
  title: 'Fix the parser',
  body: 'It crashed on empty input.',
  branch: 'fix-parser',
};

describe('botEvidence', () => {
  it('finds nothing against a human', () => {
    expect(botEvidence(human)).toBeNull();
  });

  it.each([
    ['an account of type Bot', { isBotAccount: true }],
    ['a [bot] login', { login: 'pre-commit-ci[bot]' }],
    ['a dependabot login of old', { login: 'dependabot-preview' }],
    ['renovate in the title', { title: 'chore: configure Renovate' }],
    ['automerge in the title', { title: '[automerge] sync' }],
    ['a title that begins with bump', { title: 'Bump carton from 1 to 2' }],
    ['a scoped title that begins with bump', { title: 'build(deps): bump carton' }],
    ['a bot branch', { branch: 'dependabot/pip/carton-2' }],
    ['a bot in the description', { body: 'Opened by renovate.' }],
  ])('takes %s as a bot', (_, part) => {
    expect(botEvidence({ ...human, ...part })).not.toBeNull();
  });

  it.each([
    ['bump elsewhere in the title', { title: 'Do not crash when people bump the limit' }],
    ['bump in the description', { body: 'bump the limit' }],
    ['bumpy roads', { title: 'Bumpy roads are drawn' }],
    ['a bot that helped', { body: 'Text\n\nCo-authored-by: pre-commit-ci[bot] <x@example.com>' }],
  ])('keeps %s', (_, part) => {
    expect(botEvidence({ ...human, ...part })).toBeNull();
  });
});

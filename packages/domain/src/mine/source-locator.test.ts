import { describe, expect, it } from 'vitest';
import { matchesName, nameOfGitAddress, parseSourceLocator } from './source-locator.ts';

describe('parseSourceLocator', () => {
  it.each([
    ['demo:', { kind: 'demo', pattern: '*' }],
    ['demo:train-*', { kind: 'demo', pattern: 'train-*' }],
    ['git:/srv/clones/flask', { kind: 'git', address: '/srv/clones/flask' }],
    ['git:https://git.example/o/n.git', { kind: 'git', address: 'https://git.example/o/n.git' }],
    ['github:honojs/hono', { kind: 'github', owner: 'honojs', name: 'hono' }],
  ])('reads %s', (text, source) => {
    expect(parseSourceLocator(text)).toEqual(source);
  });

  it.each([
    'honojs/hono',
    'git:',
    'github:honojs',
    'github:../..',
    'git:ext::sh -c id',
    'git:ssh://git.example/o/n',
    'git:git@git.example:o/n',
    'git:two\nlines',
  ])('refuses %j and says what a source looks like', (text) => {
    expect(() => parseSourceLocator(text)).toThrow(/^source: /);
  });

  it('refuses credentials in an address without repeating them', () => {
    const attempt = () => parseSourceLocator('git:https://me:hunter2@git.example/o/n');
    expect(attempt).toThrow('must not hold credentials');
    expect(attempt).not.toThrow('hunter2');
  });
});

describe('nameOfGitAddress', () => {
  it.each([
    ['/srv/clones/flask', 'flask'],
    ['/srv/clones/flask/.git', 'flask'],
    ['file:///srv/flask.git/', 'flask'],
    ['../corpus/pallets__itsdangerous/repo.bundle', 'pallets__itsdangerous/repo'],
    ['https://git.example/pallets/flask.git', 'pallets/flask'],
    ['git@git.example:pallets/flask.git', 'pallets/flask'],
    ['/', 'repository'],
  ])('calls %s %s', (address, name) => {
    expect(nameOfGitAddress(address)).toBe(name);
  });
});

describe('matchesName', () => {
  it('lets * stand for any characters and takes all others as they are', () => {
    expect(matchesName('train-*', 'train-01')).toBe(true);
    expect(matchesName('train-*', 'held-out-01')).toBe(false);
    expect(matchesName('a.b', 'axb')).toBe(false);
    expect(matchesName('*', 'anything')).toBe(true);
  });
});

import { EvolineFailure } from '@evoline/contract/failures';
import { expect, it } from 'vitest';
import { RateLimited } from './github-client.ts';
import { githubFailure } from './github-failure.ts';
import { Redaction } from './redaction.ts';

const redaction = new Redaction();
redaction.know('hush-hush-hush');

/** An error as Octokit throws it. */
function failed(status: number, data: object = {}, headers: Record<string, string> = {}): unknown {
  const headersSent = { authorization: 'token hush-hush-hush' };
  const error = Object.assign(new Error('hush-hush-hush said no'), {
    status,
    request: { method: 'GET', url: '/x', headers: headersSent },
    response: { status, url: '/x', headers, data },
  });
  return githubFailure(error, 'o/n', redaction);
}

it.each([
  [400, {}, 'github_malformed'],
  [401, {}, 'github_refused'],
  [403, {}, 'github_refused'],
  [403, { block: { reason: 'tos' } }, 'source_gone'],
  [404, {}, 'source_gone'],
  [406, {}, 'github_malformed'],
  [410, {}, 'source_gone'],
  [422, {}, 'github_malformed'],
  [451, { block: { reason: 'dmca' } }, 'source_gone'],
  [500, {}, 'github_unreachable'],
  [502, {}, 'github_unreachable'],
  [503, {}, 'github_unreachable'],
])('names a %i with %j as %s, without secrets', (status, data, code) => {
  const failure = failed(status, data);
  expect(failure).toMatchObject({ code, details: { status } });
  expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('hush');
});

it('hands on when the server can be asked again', () => {
  const failure = failed(503, {}, { 'retry-after': '17' });
  expect(failure).toMatchObject({ details: { status: 503, retryAfterSeconds: 17 } });
});

it('says why a repository was blocked', () => {
  expect(failed(451, { block: { reason: 'dmca' } })).toMatchObject({
    message: expect.stringContaining('(dmca)'),
  });
});

it('leaves alone what has a name', () => {
  const named = new EvolineFailure('github_refused', 'no');
  const wait = new RateLimited(new Date(0));
  expect(githubFailure(named, 'o/n', redaction)).toBe(named);
  expect(githubFailure(wait, 'o/n', redaction)).toBe(wait);
});

it('names whatever else is thrown as no answer', () => {
  expect(githubFailure('what', 'o/n', redaction)).toMatchObject({ code: 'github_unreachable' });
});

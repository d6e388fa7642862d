import { createAppAuth } from '@octokit/auth-app';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import Bottleneck from 'bottleneck';
import type { Credential, GitHubAppCredential } from './credential.ts';
import type { Redaction } from './redaction.ts';
import type { ServerClock } from './server-clock.ts';

/** GitHub's REST API in the version whose description we read (docs, "API Versions"). */
export const apiVersion = '2022-11-28';

const PluggedOctokit = Octokit.plugin(retry, throttling);

/** What the conversations of one server share. */
export interface Conversation {
  /** Such as `https://api.github.com`. */
  readonly apiUrl: string;
  readonly clock: ServerClock;
  readonly redaction: Redaction;
}

/** An Octokit of one credential, paced on its own, that never waits for a limit. */
export function miningOctokit(conversation: Conversation, credential: Credential): Octokit {
  const { auth, fingerprint } = credential;
  if (auth?.kind === 'installation') {
    const { appId, privateKey, installationId } = auth;
    const app = { appId, privateKey, installationId, log: silent };
    return plugged(conversation, fingerprint, { authStrategy: createAppAuth, auth: app });
  }
  if (auth !== null) conversation.redaction.know(auth.token);
  return plugged(conversation, fingerprint, auth === null ? {} : { auth: auth.token });
}

/** An Octokit that speaks for the app itself, as is needed to list its installations. */
export function appOctokit(
  conversation: Conversation,
  { appId, privateKey }: GitHubAppCredential,
): Octokit {
  const auth = { appId, privateKey, log: silent };
  return plugged(conversation, `app:${appId}`, { authStrategy: createAppAuth, auth });
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Milliseconds between queries of a token. The plugin takes queries for writes and lets one pass a second;
 * GitHub allows 2,000 points a minute, and a query counts one there.
 */
const queryPace = new Bottleneck.Group({ minTime: 35 });

function plugged(
  { apiUrl, clock, redaction }: Conversation,
  throttleId: string,
  authentication: object,
): Octokit {
  const octokit = new PluggedOctokit({
    baseUrl: apiUrl.replace(/\/+$/, ''),
    ...authentication,
    userAgent: 'evoline',
    log: silent,
    request: { fetch: watchedFetch(clock, redaction) },
    // Waiting is the workflow's part: a worker's slot is not held for an hour.
    throttle: {
      id: throttleId,
      write: queryPace,
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
    },
    retry: { retries: 2, doNotRetry: [400, 401, 403, 404, 406, 410, 422, 429, 451] },
  });
  octokit.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = apiVersion;
  });
  return octokit;
}

/** Reads the server's clock off every answer, and learns the tokens that an app was given on the way. */
function watchedFetch(clock: ServerClock, redaction: Redaction): typeof fetch {
  return async (input, init) => {
    const authorization = new Headers(init?.headers).get('authorization') ?? '';
    redaction.know(authorization.replace(/^\S+ +/, ''));
    const sentAt = clock.localNow();
    const response = await fetch(input, init);
    clock.observe({ sentAt, receivedAt: clock.localNow(), date: response.headers.get('date') });
    return response;
  };
}

import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { GitHubAppCredential } from './credential.ts';

/** What requests to GitHub are sent with. Secret: kept in memory, never shown. */
export interface GitHubAccess {
  readonly tokens: readonly string[];
  /** null: none is set. */
  readonly app: GitHubAppCredential | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** A variable that is missing or wrong. The message names it and holds no value. */
export class GitHubAccessError extends Error {}

/**
 * Reads `GITHUB_TOKENS` (commas between them) and `GITHUB_TOKEN`, and of an app `GITHUB_APP_ID`, its key as
 * `GITHUB_APP_PRIVATE_KEY` (PEM; `\n` for line ends is understood) or `GITHUB_APP_PRIVATE_KEY_FILE`, and
 * `GITHUB_APP_INSTALLATIONS` (numbers with commas between them; absent: all).
 *
 * @throws GitHubAccessError
 */
export function readGitHubAccess(variables: Variables): GitHubAccess {
  const given = [...listOf(variables['GITHUB_TOKENS']), ...listOf(variables['GITHUB_TOKEN'])];
  const tokens = [...new Set(given)];
  if (tokens.some((token) => !/^[\x21-\x7e]+$/.test(token))) {
    throw new GitHubAccessError('GITHUB_TOKENS: expected tokens with commas between them');
  }
  return { tokens, app: readApp(variables) };
}

function readApp(variables: Variables): GitHubAppCredential | null {
  const appId = textOf(variables['GITHUB_APP_ID']);
  const key = textOf(variables['GITHUB_APP_PRIVATE_KEY']);
  const file = textOf(variables['GITHUB_APP_PRIVATE_KEY_FILE']);
  const ids = listOf(variables['GITHUB_APP_INSTALLATIONS']);
  if (appId === null) {
    if (key === null && file === null && ids.length === 0) return null;
    throw new GitHubAccessError('GITHUB_APP_ID: it is not set, and the key of an app is');
  }
  if (ids.some((id) => !/^[1-9]\d{0,14}$/.test(id))) {
    const expected = 'expected numbers with commas between them';
    throw new GitHubAccessError(`GITHUB_APP_INSTALLATIONS: ${expected}`);
  }
  return { appId, privateKey: readKey(key, file), installationIds: ids.map(Number) };
}

function readKey(key: string | null, file: string | null): string {
  const name = key === null ? 'GITHUB_APP_PRIVATE_KEY_FILE' : 'GITHUB_APP_PRIVATE_KEY';
  if (key === null && file === null) {
    throw new GitHubAccessError('GITHUB_APP_PRIVATE_KEY: it is not set, and GITHUB_APP_ID is');
  }
  try {
    const pem = key?.replaceAll('\\n', '\n') ?? readFileSync(file ?? '', 'utf8');
    // The library that signs takes PKCS #8 or #1; a wrong key shows here rather than at the first request.
    return createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    throw new GitHubAccessError(`${name}: it holds no private key in PEM`);
  }
}

function textOf(value: string | undefined): string | null {
  const text = (value ?? '').trim();
  return text === '' ? null : text;
}

function listOf(value: string | undefined): string[] {
  return (value ?? '').split(',').flatMap((part) => part.trim() || []);
}

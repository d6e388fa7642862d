import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GitHubAccessError, readGitHubAccess } from './github-access.ts';

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = key.export({ type: 'pkcs1', format: 'pem' }).toString();
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evoline-key-'));
  writeFileSync(join(folder, 'key.pem'), pem);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('access to GitHub', () => {
  it('is nothing where nothing is set', () => {
    expect(readGitHubAccess({})).toEqual({ tokens: [], app: null });
  });

  it('is every token of both variables, once', () => {
    const variables = { GITHUB_TOKENS: ' a, b,,a ', GITHUB_TOKEN: 'c' };
    expect(readGitHubAccess(variables).tokens).toEqual(['a', 'b', 'c']);
  });

  it('is an app whose key stands in a variable, in one line too, or in a file', () => {
    const id = { GITHUB_APP_ID: '42', GITHUB_APP_INSTALLATIONS: '7, 8' };
    const file = join(folder, 'key.pem');
    const apps = [
      { ...id, GITHUB_APP_PRIVATE_KEY: pem },
      { ...id, GITHUB_APP_PRIVATE_KEY: pem.replaceAll('\n', '\\n') },
      { ...id, GITHUB_APP_PRIVATE_KEY_FILE: file },
    ].map((variables) => readGitHubAccess(variables).app);
    expect(apps[0]).toMatchObject({ appId: '42', installationIds: [7, 8] });
    expect(apps[0]?.privateKey).toContain('BEGIN PRIVATE KEY');
    expect(apps[1]).toEqual(apps[0]);
    expect(apps[2]).toEqual(apps[0]);
  });

  it.each([
    [{ GITHUB_TOKENS: 'a b' }, 'GITHUB_TOKENS'],
    [{ GITHUB_APP_ID: '42' }, 'GITHUB_APP_PRIVATE_KEY'],
    [{ GITHUB_APP_PRIVATE_KEY: 'x' }, 'GITHUB_APP_ID'],
    [{ GITHUB_APP_ID: '42', GITHUB_APP_PRIVATE_KEY: 'hush' }, 'GITHUB_APP_PRIVATE_KEY'],
    [{ GITHUB_APP_ID: '42', GITHUB_APP_PRIVATE_KEY_FILE: '/none' }, 'GITHUB_APP_PRIVATE_KEY_FILE'],
    [{ GITHUB_APP_ID: '42', GITHUB_APP_INSTALLATIONS: 'all' }, 'GITHUB_APP_INSTALLATIONS'],
  ])('names the variable of %j that is wrong, and not its value', (variables, name) => {
    const reading = () => readGitHubAccess(variables);
    expect(reading).toThrow(GitHubAccessError);
    expect(reading).toThrow(new RegExp(`^${name}: [^]*$`));
    expect(reading).not.toThrow(/hush|\/none/);
  });
});

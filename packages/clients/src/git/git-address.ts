import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvolineFailure } from '@evoline/contract/failures';
import type { AllowedProtocols, GitProgram } from './git-program.ts';
import { runGit } from './run-git.ts';

/** An address that git may be given, and how git may reach it. */
export interface GitAddress {
  readonly address: string;
  readonly protocols: AllowedProtocols;
  readonly isRemote: boolean;
}

/**
 * Checks an address: http(s), `file://`, or a path of a repository or bundle on this machine.
 *
 * @throws EvolineFailure input_invalid when it is none of these, or nothing is there
 */
export async function checkAddress(given: string): Promise<GitAddress> {
  if (/^https?:\/\//i.test(given)) return remoteAddress(given);
  const isFile = /^file:\/\//i.test(given);
  if (!isFile && /^[a-z][a-z0-9+.-]*:/i.test(given)) {
    throw new EvolineFailure(
      'input_invalid',
      `source: git does not fetch from ${JSON.stringify(given)}`,
    );
  }
  const folder = isFile ? fileURLToPath(given) : path.resolve(given);
  const found = await stat(folder).catch(() => null);
  if (found === null)
    throw new EvolineFailure('input_invalid', `source: there is no folder or bundle ${folder}`);
  return { address: folder, protocols: 'file', isRemote: false };
}

function remoteAddress(given: string): GitAddress {
  const url = new URL(given);
  if (url.username !== '' || url.password !== '') {
    throw new EvolineFailure('input_invalid', 'source: an address must not hold credentials');
  }
  return { address: url.href, protocols: 'http:https', isRemote: true };
}

/** Where a local repository was cloned from, as its own configuration says; null when it does not. */
export async function originOf(program: GitProgram, folder: string): Promise<string | null> {
  for (const file of [path.join(folder, '.git', 'config'), path.join(folder, 'config')]) {
    const args = ['config', '--no-includes', '--file', file, '--get', 'remote.origin.url'];
    const origin = await runGit(program, args, { timeoutSeconds: 20 }).catch(() => '');
    if (origin.trim() !== '') return origin.trim();
  }
  return null;
}

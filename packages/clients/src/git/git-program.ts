import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EvolineFailure } from '@evoline/contract/failures';

/** Protocols that one call of git may use; nothing else is reachable from it. */
export type AllowedProtocols = 'none' | 'file' | 'http:https' | 'http:https:file';

/** How git is run: which program, and what it may see of the environment. */
export interface GitProgram {
  /** Starts git without a shell; arguments must not come from outside unless they are checked ids. */
  start(args: readonly string[], options: StartOptions): ChildProcessWithoutNullStreams;
}

export interface StartOptions {
  readonly gitFolder?: string;
  readonly protocols?: AllowedProtocols;
  /** The child leads a process group, so that its helpers end with it. */
  readonly leadsGroup?: boolean;
}

export interface GitProgramOptions {
  /** Absolute path; git's own settings are written here. */
  readonly cacheFolder: string;
  /** Where to look for git, and proxy settings; everything else is kept from it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const passedOn =
  /^(?:PATH|TMPDIR|(?:HTTPS?|ALL|NO)_PROXY|SSL_CERT_(?:FILE|DIR)|GIT_SSL_CAINFO|SYSTEMROOT)$/i;
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Git with nobody's configuration: no hooks, prompts, replacement objects, attributes, large file
 * filters, submodules, background work or fetching on demand; only repositories that were named.
 */
export async function openGitProgram(options: GitProgramOptions): Promise<GitProgram> {
  const settings = path.join(options.cacheFolder, 'gitconfig');
  await mkdir(options.cacheFolder, { recursive: true });
  await writeAtomically(settings, configuration);
  const given = Object.entries(options.environment ?? {}).filter(([name]) => passedOn.test(name));
  const environment: Record<string, string> = {
    PATH: usualPath,
    ...isolation,
    GIT_CONFIG_GLOBAL: settings,
  };
  for (const [name, value] of given) if (value !== undefined) environment[name] = value;
  return { start: (args, startOptions) => startGit(args, startOptions, environment) };
}

/** A folder that another user owns may be read: it was named by the person who runs us. */
const configuration = `[safe]
	directory = *
[core]
	hooksPath = /dev/null
	attributesFile = /dev/null
	fsmonitor = false
	quotePath = true
	askPass = true
	packedGitWindowSize = 16m
	packedGitLimit = 128m
	deltaBaseCacheLimit = 32m
[gc]
	auto = 0
[maintenance]
	auto = false
[fetch]
	recurseSubmodules = false
	unpackLimit = 1
	writeCommitGraph = false
[submodule]
	recurse = false
[credential]
	helper =
[http]
	lowSpeedLimit = 1000
	lowSpeedTime = 60
[protocol]
	version = 2
[advice]
	detachedHead = false
`;

const isolation: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  GIT_PROTOCOL_FROM_USER: '0',
};

function startGit(
  args: readonly string[],
  options: StartOptions,
  environment: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams {
  const protocols = options.protocols ?? 'none';
  const own: Record<string, string> = { GIT_ALLOW_PROTOCOL: protocols === 'none' ? '' : protocols };
  if (options.gitFolder !== undefined) own['GIT_DIR'] = options.gitFolder;
  return spawn('git', args, {
    cwd: '/',
    env: { ...environment, ...own },
    shell: false,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: options.leadsGroup ?? false,
  });
}

/** Checks an object id before it is written to a child. */
export function checkedId(id: string): string {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) return id;
  throw new EvolineFailure(
    'input_invalid',
    `not a git object id: ${JSON.stringify(id.slice(0, 80))}`,
  );
}

async function writeAtomically(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, file);
}

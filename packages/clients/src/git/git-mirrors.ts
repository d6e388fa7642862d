import { checkAddress, originOf } from './git-address.ts';
import { GitMirror } from './git-mirror.ts';
import { type GitProgram, type GitProgramOptions, openGitProgram } from './git-program.ts';
import { MirrorFolder } from './mirror-folder.ts';
import type { MirrorLimits } from './mirror-limits.ts';
import { keepInUse, touchUse } from './mirror-use.ts';
import { runGit } from './run-git.ts';

/** Bound on one patch. Changes of more lines than are kept need not be read to their end. */
const maxPatchBytes = 1 << 25;

export interface GitMirrorsOptions extends GitProgramOptions {
  /** What is absent is the default. */
  readonly limits?: Partial<MirrorLimits>;
}

export interface MirrorCall {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** A git address as it was found. */
export interface DescribedAddress {
  /** The address itself, or the absolute path. */
  readonly address: string;
  readonly isRemote: boolean;
  /** Where a local clone comes from; null when it does not say. */
  readonly origin: string | null;
}

/** Mirrors by repository key, as one piece of work uses them: its signal ends everything it started. */
export class GitMirrors {
  readonly program: GitProgram;
  readonly #folder: MirrorFolder;
  readonly #call: MirrorCall;

  /** Mirrors and git's own settings are kept below `cacheFolder`, an absolute path. */
  static async open(options: GitMirrorsOptions): Promise<GitMirrors> {
    const program = await openGitProgram(options);
    const folder = `${options.cacheFolder}/mirrors`;
    return new GitMirrors(program, new MirrorFolder(program, folder, options.limits));
  }

  constructor(program: GitProgram, folder: MirrorFolder, call: MirrorCall = {}) {
    this.program = program;
    this.#folder = folder;
    this.#call = call;
  }

  /** The same mirrors for one piece of work. */
  during(call: MirrorCall): GitMirrors {
    return new GitMirrors(this.program, this.#folder, call);
  }

  /** @throws EvolineFailure input_invalid when nothing is there, or git may not fetch from it */
  async describe(given: string): Promise<DescribedAddress> {
    const { address, isRemote } = await checkAddress(given);
    return { address, isRemote, origin: isRemote ? null : await originOf(this.program, address) };
  }

  /** Whether there is a mirror; it then stays for the grace time. */
  async has(key: string): Promise<boolean> {
    return await touchUse(this.#folder.pathOf(key));
  }

  /** Commit at the tip of the default branch, asked without cloning; null when there is none. */
  async tipOf(given: string): Promise<string | null> {
    const { address, protocols } = await checkAddress(given);
    const args = ['ls-remote', '--', address, 'HEAD'];
    const { signal } = this.#call;
    const told = await runGit(this.program, args, { protocols, timeoutSeconds: 120, signal });
    return /^([0-9a-f]{40,64})\tHEAD$/m.exec(told)?.[1] ?? null;
  }

  /** Clones at first, fetches later. */
  async refresh(
    key: string,
    address: string,
    options: { readonly isBlobless: boolean },
  ): Promise<void> {
    await this.#folder.refresh(key, address, { ...this.#call, ...options });
  }

  /** Opens a mirror for reading; it is not evicted until it is closed. */
  open(key: string): GitMirror {
    const { signal } = this.#call;
    const folder = this.#folder.pathOf(key);
    const onClose = keepInUse(folder);
    return new GitMirror(this.program, this.#folder, folder, { maxPatchBytes, signal, onClose });
  }
}

import { readBinaryNames } from './binary-line-names.ts';
import { readGitNames } from './git-header-names.ts';
import { completeHunk } from './patch-hunk.ts';

/** One file of a patch; names as they stand in it, prefix included. */
export type PatchFile = {
  source: string;
  target: string;
  binary: boolean;
  /** Each hunk printed again: header with both counts, then its lines, each with its line feed. */
  readonly hunks: string[];
};

/** The text is no patch that the paper's parser accepts. */
export class UnparsablePatch extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnparsablePatch';
  }
}

export const NOTHING = '/dev/null';

/**
 * Reads a unified diff, of git or plain, exactly as the parser that SWE-RL's patch variant was measured
 * with (`unidiff` 0.7.5): lines end at `\n` only, text around complete hunks is passed over, a file is
 * opened by a git header or by a pair of name lines. Digits are ASCII.
 *
 * @throws UnparsablePatch at the first line that this parser would refuse.
 */
export function parseUnifiedPatch(text: string): PatchFile[] {
  return new PatchReader(linesWithFeeds(text)).read();
}

function linesWithFeeds(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return [...lines.map((line) => `${line}\n`), ...(last === '' ? [] : [last])];
}

class PatchReader {
  readonly #lines: readonly string[];
  readonly #files: PatchFile[] = [];
  #at = 0;
  #current: PatchFile | undefined;
  /** Whether lines that belong to no hunk are being collected for the current or the next file. */
  #inPreamble = false;
  /** The last source name read, wherever; a later file without one of its own takes it over. */
  #source = '';
  #sawSourceLine = false;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  read(): PatchFile[] {
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at] ?? '';
      this.#at += 1;
      const known =
        this.#gitHeader(line) ||
        this.#createdOrDeleted(line) ||
        this.#sourceName(line) ||
        this.#targetName(line) ||
        this.#hunk(line) ||
        this.#lineAfterHunk(line);
      if (!known) this.#preamble(line);
    }
    return this.#files;
  }

  #gitHeader(line: string): boolean {
    const names = readGitNames(line);
    if (names === undefined) return false;
    this.#source = names.source;
    this.#open(names.source, names.target);
    this.#inPreamble = true;
    return true;
  }

  #createdOrDeleted(line: string): boolean {
    const word = /^(new|deleted) file mode \d+\n?$/.exec(line)?.[1];
    if (word === undefined) return false;
    if (this.#current === undefined || !this.#inPreamble) throw misplaced('file mode', line);
    if (word === 'new') this.#current.source = NOTHING;
    else this.#current.target = NOTHING;
    return true;
  }

  #sourceName(line: string): boolean {
    const name = /^--- ([^\t\n]+)/.exec(line)?.[1];
    if (name === undefined) return false;
    this.#source = name;
    this.#sawSourceLine = true;
    if (this.#current?.source !== name) this.#current = undefined;
    return true;
  }

  #targetName(line: string): boolean {
    const name = /^\+\+\+ ([^\t\n]+)/.exec(line)?.[1];
    if (name === undefined) return false;
    if (this.#current === undefined) {
      if (!this.#sawSourceLine) throw misplaced('target name', line);
      this.#open(this.#source, name);
      this.#inPreamble = false;
    } else if (this.#current.target !== name) throw misplaced('target name', line);
    return true;
  }

  #hunk(line: string): boolean {
    const hunk = completeHunk(line, this.#lines, this.#at);
    if (hunk === undefined) return false;
    if (this.#current === undefined) throw misplaced('hunk', line);
    if (hunk === 'incomplete') throw new UnparsablePatch('a hunk does not match its line counts');
    this.#inPreamble = false;
    this.#current.hunks.push(hunk.text);
    this.#at = hunk.end;
    return true;
  }

  /** A marker of a missing final line feed, or an empty line: both belong to the hunk before. */
  #lineAfterHunk(line: string): boolean {
    const isMarker = line.startsWith('\\ No newline at end of file');
    if (!isMarker && (line !== '\n' || this.#current === undefined)) return false;
    const last = this.#current?.hunks.pop();
    if (last === undefined) throw misplaced('line after a hunk', line);
    this.#current?.hunks.push(last + (isMarker ? '\\ No newline at end of file\n' : '\n'));
    return true;
  }

  #preamble(line: string): void {
    if (!this.#inPreamble) this.#current = undefined;
    this.#inPreamble = true;
    const binary = readBinaryNames(line);
    if (binary !== undefined) {
      this.#source = binary.source;
      this.#current ??= this.#open(binary.source, binary.target);
    } else if (line !== 'GIT binary patch\n') return;
    if (this.#current === undefined) throw misplaced('binary patch', line);
    this.#current.binary = true;
    this.#current = undefined;
    this.#inPreamble = false;
  }

  #open(source: string, target: string): PatchFile {
    this.#current = { source, target, binary: false, hunks: [] };
    this.#files.push(this.#current);
    return this.#current;
  }
}

function misplaced(what: string, line: string): UnparsablePatch {
  return new UnparsablePatch(`unexpected ${what}: ${line.slice(0, 120).trimEnd()}`);
}

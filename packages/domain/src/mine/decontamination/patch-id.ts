import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** One file's part of a patch. */
export interface FilePatch {
  /** Name after the change. */
  readonly path: string;
  /** Id of what it changes: the same wherever the same lines change in the same file. */
  readonly id: string;
  /** What git hashes of it. */
  readonly counted: string;
  readonly hasHunks: boolean;
}

/** The files of a git patch; binary ones are left out. White space, line numbers and object ids do not count. */
export function filePatches(patch: string): FilePatch[] {
  const parts = `\n${patch}`.split(/\n(?=diff --git )/).slice(1);
  return parts.flatMap((part) => {
    const counted = countedText(part);
    if (counted === null) return [];
    const hasHunks = /\n--- /.test(part);
    return [{ path: pathOf(part), id: digestOf(counted), counted, hasHunks }];
  });
}

/** The id that `git patch-id --stable` prints for these files together: a sum, so their order does not matter. */
export function patchIdOf(files: readonly FilePatch[]): string {
  const sum = new Uint8Array(20);
  let held = '';
  for (const [index, { counted, hasHunks }] of files.entries()) {
    held += counted;
    // git ends a file where its hunks end: one without hunks runs into the next.
    if (!hasHunks && index < files.length - 1) continue;
    add(sum, sha1(utf8ToBytes(held)));
    held = '';
  }
  return bytesToHex(sum);
}

/** Adds little-endian numbers of 160 bits; what overflows is lost. */
function add(sum: Uint8Array, other: Uint8Array): void {
  let carry = 0;
  for (const [at, byte] of other.entries()) {
    carry += (sum[at] ?? 0) + byte;
    sum[at] = carry & 0xff;
    carry >>= 8;
  }
}

function digestOf(text: string): string {
  return bytesToHex(sha1(utf8ToBytes(text)));
}

/** What git hashes of one file's patch: its lines without white space, hunk headings left out. */
function countedText(part: string): string | null {
  let text = '';
  let isHeader = true;
  let [before, after] = [0, 0];
  for (const line of part.split(/(?<=\n)/)) {
    if (isHeader) {
      if (/^(?:GIT binary patch|Binary files)/.test(line)) return null;
      if (line.startsWith('index ')) continue;
      if (line.startsWith('--- ')) [isHeader, before, after] = [false, 1, 1];
    }
    if (!isHeader && before <= 0 && after <= 0) {
      const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
      if (hunk === null) break;
      [before, after] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)];
      continue;
    }
    // `\ No newline at end of file`
    if (line.startsWith('\\ ') && line.length > 12) continue;
    if (/^[- ]/.test(line)) before -= 1;
    if (/^[+ ]/.test(line)) after -= 1;
    text += line.replace(/[ \t\n\r]/g, '');
  }
  return text;
}

function pathOf(part: string): string {
  const named = /^\+\+\+ (?:b\/)?(.+?)\t?$/m.exec(part)?.[1];
  if (named !== undefined && named !== '/dev/null') return named;
  return /^diff --git a\/(.+?) b\/.*$/m.exec(part)?.[1] ?? '';
}

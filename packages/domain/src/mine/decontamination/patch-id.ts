import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** One file's part of a patch and the id of what it changes. */
export interface FilePatchId {
  /** Name after the change. */
  readonly path: string;
  readonly id: string;
}

/**
 * The ids of a git patch, one a file, as `git patch-id --stable` makes them: white space, line numbers and
 * object ids do not count. A patch's own id is their sum, see `sumOfPatchIds`; binary files are left out.
 */
export function filePatchIds(patch: string): FilePatchId[] {
  const parts = patch.split(/^(?=diff --git )/m).filter((part) => part.startsWith('diff --git '));
  return parts.flatMap((part) => {
    const counted = countedText(part);
    return counted === null
      ? []
      : [{ path: pathOf(part), id: bytesToHex(sha1(utf8ToBytes(counted))) }];
  });
}

/** The id that git prints for a whole patch: the ids of its files, added as little-endian numbers. */
export function sumOfPatchIds(ids: readonly string[]): string {
  const sum = new Uint8Array(20);
  for (const id of ids) {
    let carry = 0;
    for (let at = 0; at < 20; at += 1) {
      carry += (sum[at] ?? 0) + Number.parseInt(id.slice(at * 2, at * 2 + 2), 16);
      sum[at] = carry & 0xff;
      carry >>= 8;
    }
  }
  return bytesToHex(sum);
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
    text += line.replace(/[ \t\n\v\f\r]/g, '');
  }
  return text;
}

function pathOf(part: string): string {
  const named = /^\+\+\+ (?:b\/)?(.+?)\t?$/m.exec(part)?.[1];
  if (named !== undefined && named !== '/dev/null') return named;
  return /^diff --git a\/(.+?) b\/.*$/m.exec(part)?.[1] ?? '';
}

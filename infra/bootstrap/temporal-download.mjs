import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pins } from './layout.mjs';
import { askProgram } from './run-program.mjs';

const releases = 'https://github.com/temporalio/cli/releases/download';
const answerWithinSeconds = 5;
const finishWithinSeconds = 120;

/**
 * Fetches the official release and checks it against the digests published with it. Gives up quickly: many machines
 * cannot reach it, and there is another way.
 *
 * @param {string} file where the program goes
 * @param {(text: string) => void} note
 * @returns {Promise<string | null>} why not, in a few words; null when it is there
 */
export async function downloadTemporal(file, note) {
  const archive = `temporal_cli_${pins.temporal}_${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}.tar.gz`;
  const address = `${releases}/v${pins.temporal}`;
  const tarball = `${file}.tar.gz`;
  try {
    note('asking for the official release');
    const digests = String(await fetched(`${address}/checksums.txt`, answerWithinSeconds));
    const expected = new RegExp(
      `^([0-9a-f]{64})\\s+\\*?${archive.replaceAll('.', '\\.')}$`,
      'm',
    ).exec(digests)?.[1];
    if (expected === undefined) return 'there is no official release for this platform';
    note('downloading the official release');
    const content = await fetched(`${address}/${archive}`, finishWithinSeconds);
    const actual = createHash('sha256').update(content).digest('hex');
    if (actual !== expected) return 'the download is damaged';
    writeFileSync(tarball, content);
    const unpacked = await askProgram('tar', ['-xzf', tarball, '-C', dirname(file), 'temporal']);
    return unpacked === null ? 'the archive cannot be unpacked (is tar installed?)' : null;
  } catch {
    return 'the official release cannot be reached';
  } finally {
    rmSync(tarball, { force: true });
  }
}

/**
 * @param {string} address
 * @param {number} seconds for all of it
 */
async function fetched(address, seconds) {
  const response = await fetch(address, { signal: AbortSignal.timeout(seconds * 1000) });
  if (!response.ok) throw new Error(`${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

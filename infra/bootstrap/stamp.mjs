import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that carries this file with the right digest was finished, from these inputs. */
const stampName = '.evoline-stamp';

/**
 * @param {readonly string[]} parts text, or contents of files
 * @returns {string} hex SHA-256; the boundaries between the parts count
 */
export function digestOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/** @param {string} file */
export function contentsOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** @param {string} folder @param {string} digest */
export function isStamped(folder, digest) {
  return contentsOf(join(folder, stampName)) === digest;
}

/** @param {string} folder @param {string} digest */
export function writeStamp(folder, digest) {
  writeFileSync(join(folder, stampName), digest);
}

import type { ItemLicence } from '@evoline/contract/mine';
import { detectLicence } from './detect-licence.ts';

const licenceName =
  /^(?:licen[cs]es?|copying|unlicen[cs]e|mit-licen[cs]e|apache-licen[cs]e)(?:[-._ ][\w.-]*)?$|^[\w-]+[-.]licen[cs]e(?:\.(?:txt|md|rst))?$/i;
/** Licences of what lies beside the code. */
const ofOthers =
  /third|3rd|vendor|depend|bundled|notice|docs?\b|fonts?|data|header|template|\.(?:py|js|ts|go|rb|json|ya?ml|toml|sh|html)$/i;

/** Whether a name in the root of a repository is that of a file with its licence. */
export function isLicenceFile(name: string): boolean {
  return licenceName.test(name) && !ofOthers.test(name);
}

/** One of several licences to choose from, by the custom of Rust and others: `LICENSE-MIT`. */
const alternativeName =
  /^licen[cs]e[-._](?:mit|apache|bsd|bsl|boost|zlib|isc|0bsd|cc0|unlicen[cs]e)|^unlicen[cs]e|^(?:mit|apache)-licen[cs]e/i;
/** A shorter text without a licence in it points to the others. */
const pointerWords = 120;
const saysEither = /either|dual[- ]licen|at your (?:option|choice)/i;

export const leastConfidence = 0.8;

export interface LicenceFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The licence that the licence files of a root say together. Several files are alternatives (`OR`) where
 * their names or a pointing text say so, else all of them hold (`AND`). A long text that is not
 * recognised makes the whole unknown.
 */
export function licenceOfFiles(files: readonly LicenceFile[]): ItemLicence {
  const ordered = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const path = ordered.length === 0 ? null : ordered.map(({ name }) => name).join(', ');
  const read = ordered.map(({ name, text }) => ({ name, text, ...detectLicence(text) }));
  const known = read.filter(({ spdx }) => spdx.length > 0);
  const pointers = read.filter(({ spdx }) => spdx.length === 0);
  const isUnclear = pointers.some(({ text }) => text.split(/\s+/).length > pointerWords);
  const confidence = known.length === 0 ? 0 : Math.min(...known.map((file) => file.confidence));
  if (known.length === 0 || isUnclear || confidence < leastConfidence) {
    return { spdx: null, path, confidence: isUnclear ? 0 : confidence };
  }
  const isChoice =
    pointers.some(({ text }) => saysEither.test(text)) ||
    known.every(({ name }) => alternativeName.test(name));
  const each = known.map(({ spdx }) => spdx.join(' AND '));
  const unique = [...new Set(each)];
  return { spdx: unique.join(isChoice ? ' OR ' : ' AND '), path, confidence };
}

/** Whether one of the alternatives holds allowed licences only. Case does not count, as in SPDX. */
export function isAllowed(spdx: string, allowed: readonly string[]): boolean {
  const names = new Set(allowed.map((id) => id.toLowerCase()));
  return spdx
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((id) => names.has(id.toLowerCase())));
}

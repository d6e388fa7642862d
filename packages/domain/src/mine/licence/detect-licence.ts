import { type LicenceMarks, licenceMarks } from './licence-marks.ts';

/** What one text is. */
export interface DetectedLicence {
  /** SPDX ids of every licence that the text holds, sorted; empty when none is recognised. */
  readonly spdx: readonly string[];
  /** 0 to 1: less where phrases are missing, or where much stands beside the licence. */
  readonly confidence: number;
}

const leastPhrases = 0.9;
/** Names of holders, headings: so much more than the standard text is still the same licence. */
const slackWords = { share: 0.25, count: 70 } as const;

/** Tells which licences a text holds, by phrases of theirs and by how much else stands there. */
export function detectLicence(text: string): DetectedLicence {
  const words = wordsOf(text);
  const line = ` ${words.join(' ')} `;
  const found = licenceMarks
    .map((marks) => ({ marks, share: shareOf(marks, line) }))
    .filter(({ share }) => share >= leastPhrases);
  if (found.length === 0) return { spdx: [], confidence: 0 };
  const standard = found.reduce((sum, { marks }) => sum + marks.words, 0);
  const room = standard * (1 + slackWords.share) + slackWords.count * found.length;
  const share = Math.min(...found.map((one) => one.share));
  const confidence = words.length <= room ? share : (share * room) / words.length;
  const spdx = found.map(({ marks }) => marks.spdx).toSorted();
  return { spdx, confidence: Math.round(confidence * 100) / 100 };
}

function shareOf({ phrases, without = [] }: LicenceMarks, line: string): number {
  if (without.some((phrase) => line.includes(` ${phrase} `))) return 0;
  return phrases.filter((phrase) => line.includes(` ${phrase} `)).length / phrases.length;
}

/** Lower case, punctuation and comment marks gone; `licence` as `license`. */
function wordsOf(text: string): string[] {
  const plain = text.slice(0, 200_000).toLowerCase().replaceAll('licence', 'license');
  return plain.match(/[a-z0-9]+/g) ?? [];
}

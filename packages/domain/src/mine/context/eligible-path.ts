import { generatedPath } from '../files/generated-path.ts';
import { languageOfPath } from '../files/language-of-path.ts';

const maxLength = 400;

/** Whether a path may be shown as context: programming, written by people, and on one line. */
export function isEligiblePath(path: string): boolean {
  if (path.length > maxLength || languageOfPath(path) === null) return false;
  return !/[\u0000-\u001f\u007f]/.test(path) && generatedPath(path) === null;
}

import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenLine } from './fuzz-kind.ts';

/** Adds a line to a golden file of `folder`. */
export function addGoldenLine(folder: string, { file, content }: GoldenLine): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${file}.jsonl`), `${asciiJson(content)}\n`);
}

/** Golden files are ASCII, as Python writes JSON. */
function asciiJson(content: unknown): string {
  return JSON.stringify(content).replace(
    /[^\0-~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

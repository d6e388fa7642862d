import { EvolineFailure } from '@evoline/contract/failures';
import { parseSourceLocator } from '../source-locator.ts';
import { datedSource } from './dated-source.ts';

/** A source as it stands in a list; lines count from 1. */
export interface ListedName {
  readonly line: number;
  readonly source: string;
  readonly note: string | null;
}

export interface SourceList {
  readonly sources: readonly ListedName[];
  /** Lines that name what an earlier one names. */
  readonly repeated: readonly { readonly line: number; readonly firstLine: number }[];
  /** Lines that are no source, with what is wrong. */
  readonly bad: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * A list of sources, one a line: a locator, a plain owner/name, or the address of a repository on GitHub. What
 * follows ` #` is a note; lines that begin with `#`, and empty ones, are passed over.
 */
export function readSourceList(text: string): SourceList {
  const sources: ListedName[] = [];
  const repeated: { line: number; firstLine: number }[] = [];
  const bad: { line: number; reason: string }[] = [];
  const first = new Map<string, number>();
  for (const [index, whole] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const [name = '', note] = splitNote(whole);
    if (name === '') continue;
    const read = readSource(name);
    if ('reason' in read) bad.push({ line, ...read });
    else {
      const { source } = read;
      const firstLine = first.get(sourceKey(source));
      if (firstLine !== undefined) repeated.push({ line, firstLine });
      else {
        first.set(sourceKey(source), line);
        sources.push({ line, source, note: note ?? null });
      }
    }
  }
  return { sources, repeated, bad };
}

/** A source by what a person calls it, or what is wrong with that. */
export function readSource(
  text: string,
): { readonly source: string } | { readonly reason: string } {
  const source = locatorOf(text.trim());
  if (!source.includes(':')) return { reason: `${JSON.stringify(source)} is no owner/name` };
  try {
    const parsed = parseSourceLocator(datedSource(source, anyNight));
    if (parsed.kind !== 'github' || /^[a-z\d][\w-]{0,38}$/i.test(parsed.owner)) return { source };
    return { reason: `${JSON.stringify(parsed.owner)} is no name of an owner on GitHub` };
  } catch (error) {
    if (!(error instanceof EvolineFailure)) throw error;
    return { reason: error.message.replace(/^source:? /, '') };
  }
}

/** The same for all ways to write a source: names on GitHub know no capitals. */
export function sourceKey(source: string): string {
  return source.startsWith('github:') ? source.toLowerCase() : source;
}

/** Only there to give `gharchive:yesterday` a date. */
const anyNight = '2025-01-02T00:00:00.000Z';

function locatorOf(text: string): string {
  const address = /^https?:\/\/(?:www\.)?github\.com\/([^/\s]+)\/([^/\s]+?)(?:\.git)?\/?$/i.exec(
    text,
  );
  if (address !== null) return `github:${address[1]}/${address[2]}`;
  return /^[^\s:/]+\/[^\s:/]+$/.test(text) ? `github:${text}` : text;
}

function splitNote(line: string): [name: string, note?: string] {
  const at = /(?:^|\s)#/.exec(line)?.index;
  if (at === undefined) return [line.trim()];
  const note = line.slice(at).trim().slice(1).trim();
  return note === '' ? [line.slice(0, at).trim()] : [line.slice(0, at).trim(), note];
}

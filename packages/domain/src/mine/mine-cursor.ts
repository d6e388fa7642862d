import { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PageCursor } from '@evoline/contract/mine';
import { z } from 'zod';

/** Where the walk over GitHub's lists stands. */
export const ListCursor = z.discriminatedUnion('kind', [
  /** The list of pull requests by creation; `seen` counts against the limit. */
  z.strictObject({
    kind: z.literal('pulls'),
    page: z.int().positive(),
    seen: z.int().nonnegative(),
  }),
  /** The list of what was updated since; `page` counts within one `since`. */
  z.strictObject({ kind: z.literal('updates'), since: z.string(), page: z.int().positive() }),
  /** The same list from its last page down to its first; `resume`: time of the last row of all. */
  z.strictObject({
    kind: z.literal('updates-backwards'),
    since: z.string(),
    page: z.int().positive(),
    resume: z.string().nullable(),
  }),
]);
export type ListCursor = z.infer<typeof ListCursor>;

/** Where the walk over a repository's pull requests stands. */
export const MineCursor = z.discriminatedUnion('kind', [
  ...ListCursor.options,
  /** A history was read once; what it showed is in the blob. */
  z.strictObject({ kind: z.literal('history'), found: ArtifactRef, offset: z.int().nonnegative() }),
]);
export type MineCursor = z.infer<typeof MineCursor>;

export function writeCursor(cursor: MineCursor): PageCursor {
  return JSON.stringify(cursor);
}

/** @throws EvolineFailure input_invalid for a text that `writeCursor` has not written */
export function readCursor(text: PageCursor): MineCursor {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const parsed = MineCursor.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new EvolineFailure('input_invalid', 'cursor: not one that mining has written');
}

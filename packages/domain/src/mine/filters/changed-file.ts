import type { ItemFile } from '@evoline/contract/mine';
import type { StructuredPatch } from 'diff';

/** A changed file with its contents and its part of the patch. */
export interface ChangedFile {
  readonly file: ItemFile;
  readonly patch: StructuredPatch;
  /** Added and removed. */
  readonly changedLines: number;
}

import path from 'node:path';
import { Digest } from '@evoline/contract/artifact';
import { packedSuffix } from './packed-content.ts';
import { missingArtifact } from './store-failure.ts';

/** Where a folder store keeps its files: `<root>/blobs/ab/cd/abcd…`, two levels of 256 folders. */
export class BlobPaths {
  /** Files that are being written; a name appears in `blobs` when all of it is there. */
  readonly incoming: string;
  /** Blobs that are being removed, under their names, until it is known that nobody put them again. */
  readonly leaving: string;
  readonly blobs: string;

  constructor(root: string) {
    this.incoming = path.join(root, 'incoming');
    this.leaving = path.join(root, 'leaving');
    this.blobs = path.join(root, 'blobs');
  }

  /** @throws EvolineFailure not_found for what is no digest */
  plain(sha256: string): string {
    // The digest may come from a file that somebody else wrote: never a path before it is a digest.
    if (!Digest.safeParse(sha256).success) throw missingArtifact(sha256);
    return path.join(this.blobs, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /** Both places where the content may be: compressed, and as it is. */
  forms(sha256: string): readonly [packed: string, plain: string] {
    const plain = this.plain(sha256);
    return [`${plain}${packedSuffix}`, plain];
  }
}

/** The digest that a file in `blobs` is named after; null: it is not one of ours. */
export function digestOfFile(name: string): string | null {
  const sha256 = name.endsWith(packedSuffix) ? name.slice(0, -packedSuffix.length) : name;
  return Digest.safeParse(sha256).success ? sha256 : null;
}

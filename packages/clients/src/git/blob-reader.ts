import { EvolineFailure } from '@evoline/contract/failures';
import type { BlobContent } from '@evoline/contract/git-history';
import type { ByteQueue } from './byte-queue.ts';
import { GitConversation } from './git-conversation.ts';
import { checkedId, type GitProgram } from './git-program.ts';

export interface BlobReaderOptions {
  readonly gitFolder: string;
  readonly deadlineSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Two `git cat-file` processes: one tells sizes, one contents. */
export class BlobReader {
  readonly #sizes: GitConversation;
  readonly #contents: GitConversation;

  constructor(program: GitProgram, options: BlobReaderOptions) {
    const { gitFolder, deadlineSeconds, signal } = options;
    const conversation = (mode: string) =>
      new GitConversation({
        start: () => program.start(['cat-file', mode], { gitFolder }),
        what: `cat-file ${mode}`,
        deadlineSeconds,
        signal,
      });
    this.#sizes = conversation('--batch-check');
    this.#contents = conversation('--batch');
  }

  /** Bytes; null when git does not hold the blob. */
  size(id: string): Promise<number | null> {
    return this.#sizes
      .ask({ request: `${checkedId(id)}\n`, read: readSize })
      .then((size) => (size === 'missing' ? null : size));
  }

  async content(id: string): Promise<BlobContent> {
    const bytes = await this.#contents.ask({
      request: `${checkedId(id)}\n`,
      read: readContent('blob'),
    });
    return bytes === null || bytes === 'missing' ? { kind: 'missing' } : contentOf(bytes);
  }

  /** Bytes of a tree object; null when git does not hold it. */
  async tree(id: string): Promise<Buffer | null> {
    const request = `${checkedId(id)}\n`;
    const bytes = await this.#contents.ask({ request, read: readContent('tree') });
    return bytes === 'missing' ? null : bytes;
  }

  close(): void {
    this.#sizes.close();
    this.#contents.close();
  }
}

function readSize(bytes: ByteQueue): number | 'missing' | undefined {
  const header = readHeader(bytes, 'blob');
  if (header === undefined) return undefined;
  bytes.drop(header.length);
  return header.isWanted ? header.size : 'missing';
}

function readContent(type: 'blob' | 'tree'): (bytes: ByteQueue) => Buffer | 'missing' | undefined {
  let header: Header | undefined;
  return (bytes) => {
    header ??= readHeader(bytes, type);
    if (header === undefined) return undefined;
    if (!header.isThere) {
      bytes.drop(header.length);
      return 'missing';
    }
    if (bytes.length < header.length + header.size + 1) return undefined;
    bytes.drop(header.length);
    const content = bytes.take(header.size);
    bytes.drop(1);
    return header.isWanted ? content : 'missing';
  };
}

interface Header {
  /** Bytes of the line, its end included. */
  readonly length: number;
  readonly size: number;
  readonly isThere: boolean;
  /** A tree may call a folder a file: an object of another type counts as missing. */
  readonly isWanted: boolean;
}

/** `<id> <type> <size>`, or `<id> missing`. */
function readHeader(bytes: ByteQueue, expected: 'blob' | 'tree'): Header | undefined {
  const end = bytes.indexOf(0x0a);
  if (end < 0) return undefined;
  const line = bytes.peek(end);
  const [, type, size] = line.split(' ');
  const length = end + 1;
  if (type === 'missing') return { length, size: 0, isThere: false, isWanted: false };
  const isWanted = type === expected;
  if (size !== undefined) return { length, size: Number(size), isThere: true, isWanted };
  throw new EvolineFailure('git_failed', `git cat-file: not understood: ${line.slice(0, 80)}`);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function contentOf(bytes: Buffer): BlobContent {
  if (bytes.includes(0)) return { kind: 'binary' };
  try {
    return { kind: 'text', text: decoder.decode(bytes) };
  } catch {
    return { kind: 'not_utf8' };
  }
}

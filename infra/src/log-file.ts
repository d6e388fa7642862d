import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';

const largestBytes = 16 * 1024 * 1024;

export interface LogFile {
  readonly path: string;
  readonly write: (chunk: Uint8Array | string) => void;
  /** The last lines, for an error message. */
  tail(): string;
  close(): void;
}

/** Appends to the file; one that has grown large is kept as `<file>.1` and begun again. */
export function openLogFile(path: string): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).size > largestBytes) renameSync(path, `${path}.1`);
  const stream = createWriteStream(path, { flags: 'a' });
  stream.on('error', () => {}); // a full disk must not end the supervisor
  let recent = '';
  return {
    path,
    write: (chunk) => {
      stream.write(chunk);
      recent = (recent + Buffer.from(chunk as Uint8Array).toString('utf8')).slice(-4000);
    },
    tail: () => (recent || readTail(path)).trimEnd().split('\n').slice(-8).join('\n'),
    close: () => stream.end(),
  };
}

function readTail(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').slice(-2000) : '';
}

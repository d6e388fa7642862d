import { Readable, Writable } from 'node:stream';
import type { Io } from '@evoline/cli/io';

/** What a command wrote, and how it ended. */
export interface CommandOutput {
  readonly exitCode: number;
  readonly text: string;
  /** On standard error. */
  readonly complaints: string;
}

/** Runs a command on streams that are read back. */
export async function commandOutput(
  command: (io: Io) => Promise<number>,
  json = false,
): Promise<CommandOutput> {
  const text: string[] = [];
  const complaints: string[] = [];
  const io = {
    stdin: Readable.from([]),
    stdout: writingTo(text),
    stderr: writingTo(complaints),
    json,
    columns: 100,
    colour: false,
  };
  const exitCode = await command(io);
  return { exitCode, text: text.join(''), complaints: complaints.join('') };
}

function writingTo(written: string[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      done();
    },
  });
}

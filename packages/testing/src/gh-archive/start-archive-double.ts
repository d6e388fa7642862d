import { gzipSync } from 'node:zlib';
import { serveLoopback } from '../http/serve-loopback.ts';

/** How an hour misbehaves: an error status, or a body that ends in the middle. */
export type ArchiveFault = { readonly status: number } | { readonly cutAfterBytes: number };

/** Hour files by name (`YYYY-MM-DD-H`), served as GH Archive serves them; other hours are 404. */
export interface ArchiveDouble {
  readonly url: string;
  /** Adds an hour of events, one line each. */
  put(hour: string, lines: readonly string[]): void;
  /** The next request for the hour fails like this. */
  fail(hour: string, fault: ArchiveFault): void;
  /** Hours that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts the double on the loopback interface. */
export async function startArchiveDouble(): Promise<ArchiveDouble> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const faults = new Map<string, ArchiveFault>();
  const asked: string[] = [];
  const answer = (hour: string): Response => {
    asked.push(hour);
    const file = files.get(hour);
    const fault = faults.get(hour);
    faults.delete(hour);
    if (fault !== undefined && 'status' in fault) return new Response(null, fault);
    if (file === undefined) return new Response('no such hour', { status: 404 });
    const body = fault === undefined ? file : file.slice(0, fault.cutAfterBytes);
    return new Response(body, { headers: { 'content-type': 'application/gzip' } });
  };
  const server = await serveLoopback((request) => {
    const name = /^\/([\d-]+)\.json\.gz$/.exec(new URL(request.url).pathname)?.[1];
    return name === undefined ? new Response(null, { status: 404 }) : answer(name);
  });
  return {
    url: server.url,
    put: (hour, lines) => void files.set(hour, new Uint8Array(gzipSync(lines.join('\n')))),
    fail: (hour, fault) => void faults.set(hour, fault),
    asked,
    close: () => server.close(),
  };
}

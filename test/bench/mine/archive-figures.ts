import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { GhArchive } from '@evoline/clients/gh-archive/gh-archive';
import { ArchiveFinds } from '@evoline/domain/mine/archive-finds';
import { serveLoopback } from '@evoline/testing/http/serve-loopback';
import type { BenchFigure } from '../bench.ts';
import { writeGeneratedHour } from './generated-hour.ts';
import { cpuSeconds } from './process-seconds.ts';

const hour = '2024-03-01-7';
const mention = '"PullRequestEvent"';

/** An hour of the archive, from HTTP to candidates; the server that sends the file is in this process. */
export async function archiveFigures(folder: string, events: number): Promise<BenchFigure[]> {
  const file = join(folder, 'hour.json.gz');
  const bytes = await writeGeneratedHour(file, events);
  const { size } = await stat(file);
  const server = await serveLoopback(() => {
    const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
    return new Response(body, { headers: { 'content-type': 'application/gzip' } });
  });
  try {
    const finds = new ArchiveFinds();
    const archive = new GhArchive({ address: server.url });
    const before = await cpuSeconds();
    const since = performance.now();
    const { signal } = new AbortController();
    await archive.readHour(hour, { signal, mention, onLine: (line) => finds.add(line) });
    const seconds = (performance.now() - since) / 1000;
    const cpu = (await cpuSeconds()) - before;
    const { pullRequests } = finds.counts();
    const megabytes = (count: number) => `${Math.round(count / 1e6)} MB`;
    const hourNote = `${events} events of both eras, ${megabytes(size)} compressed, ${megabytes(bytes)} of lines`;
    return [
      { figure: 'archived events filtered', value: events / seconds, unit: '/s', note: hourNote },
      {
        figure: '… CPU',
        value: events / cpu,
        unit: '/s/core',
        note: 'download and unpacking included',
      },
      {
        figure: 'candidates found',
        value: pullRequests / seconds,
        unit: '/s',
        note: `${pullRequests} pull requests`,
      },
    ];
  } finally {
    await server.close();
  }
}

import type { GhArchive } from '@evoline/clients/gh-archive/gh-archive';
import { mediaTypes } from '@evoline/contract/artifact';
import { ArchiveFinds, ArchiveProgress, ArchiveRecord } from '@evoline/domain/mine/archive-finds';
import type { ActivityContext } from '../activity-context.ts';
import type { MineDeps } from './mine-deps.ts';

/** What some hours of the archive held. */
export interface ArchiveReading {
  readonly finds: ArchiveFinds;
  /** Hours that the archive lacks. */
  readonly missing: readonly string[];
}

/** Finds are put aside whenever so many hours were read: a file holds about 100 MB. */
const hoursBetweenPuts = 6;

/**
 * Reads hour after hour. An attempt that follows another one goes on where finds were last put aside.
 *
 * @throws EvolineFailure archive_unreachable naming the hour that cannot be had whole
 */
export async function readArchive(
  { archive, store }: { readonly archive: GhArchive } & Pick<MineDeps, 'store'>,
  hours: readonly string[],
  { signal, lastHeartbeat }: Pick<ActivityContext, 'signal' | 'lastHeartbeat'>,
  note: (detail: unknown) => void,
): Promise<ArchiveReading> {
  const before = ArchiveProgress.safeParse(lastHeartbeat).data;
  const finds =
    before === undefined
      ? new ArchiveFinds()
      : ArchiveFinds.of(ArchiveRecord.parse(await store.getJson(before.aside)));
  const missing = [...(before?.missing ?? [])];
  for (let read = before?.hoursRead ?? 0; read < hours.length; read += 1) {
    const hour = hours[read] ?? '';
    const onLine = (line: string): void => finds.add(line);
    const options = { signal, mention: 'PullRequestEvent', onLine };
    if ((await archive.readHour(hour, options)) === null) missing.push(hour);
    if ((read + 1) % hoursBetweenPuts > 0) continue;
    const aside = await store.putJson(finds.record(), mediaTypes.page);
    note({ hoursRead: read + 1, missing, aside });
  }
  return { finds, missing };
}

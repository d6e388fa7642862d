import { EvolineFailure } from '@evoline/contract/failures';

/** A month: what one run may read, about 70 GB of compressed files. */
const maxHours = 31 * 24;
const hourMilliseconds = 3_600_000;
/** Before, the archive held another event format. */
const firstHour = Date.UTC(2015, 0, 1);

/**
 * The hours of a range, as GH Archive names its files: `YYYY-MM-DD-H` in UTC, the hour without a leading
 * zero. A range is a day, an hour, or two of them with `..` between, the last one included:
 * `2024-03-01`, `2024-03-01-7`, `2024-02-28..2024-03-01-11`.
 *
 * @throws EvolineFailure input_invalid for dates that do not exist, before 2015, or more than 744 hours
 */
export function archiveHours(range: string): string[] {
  const ends = range.split('..');
  const first = spanOf(range, ends[0] ?? '');
  const last = spanOf(range, ends.at(-1) ?? '');
  if (ends.length > 2 || last.end < first.end) throw invalid(range, 'the first hour comes first');
  if (first.start < firstHour) throw invalid(range, 'the archive is read from 2015-01-01 on');
  const hours = (last.end - first.start) / hourMilliseconds;
  if (hours > maxHours) throw invalid(range, `${hours} hours are more than ${maxHours} in one run`);
  return Array.from({ length: hours }, (_, index) =>
    nameOf(first.start + index * hourMilliseconds),
  );
}

/** Milliseconds since 1970; `end` is excluded. */
interface Span {
  readonly start: number;
  readonly end: number;
}

function spanOf(range: string, text: string): Span {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:-(\d{1,2}))?$/.exec(text);
  const day = Date.parse(`${parts?.[1] ?? ''}T00:00:00Z`);
  const isReal = !Number.isNaN(day) && new Date(day).toISOString().startsWith(parts?.[1] ?? '-');
  const hour = parts?.[2] === undefined ? null : Number(parts[2]);
  if (!isReal || (hour !== null && hour > 23)) {
    throw invalid(
      range,
      `${JSON.stringify(text)} is no day (YYYY-MM-DD) and no hour (YYYY-MM-DD-H)`,
    );
  }
  if (hour === null) return { start: day, end: day + 24 * hourMilliseconds };
  const start = day + hour * hourMilliseconds;
  return { start, end: start + hourMilliseconds };
}

function nameOf(time: number): string {
  const date = new Date(time);
  return `${date.toISOString().slice(0, 10)}-${date.getUTCHours()}`;
}

function invalid(range: string, why: string): EvolineFailure {
  return new EvolineFailure('input_invalid', `source gharchive:${range}: ${why}`);
}

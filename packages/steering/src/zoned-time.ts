const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * The instants at which the clocks of a place show a time of day on a date: one; none on the day the
 * hour is left out; two where it comes twice. A schedule fires at each of them.
 *
 * @param date YYYY-MM-DD
 * @param at HH:MM
 * @param timeZone IANA name
 */
export function instantsOf(date: string, at: string, timeZone: string): Date[] {
  const shown = Date.parse(`${date}T${at}:00Z`);
  const offsets = [shown - dayMs, shown + dayMs].map((time) => offsetAt(time, timeZone));
  return [...new Set(offsets)]
    .map((offset) => shown - offset)
    .filter((time) => time + offsetAt(time, timeZone) === shown)
    .toSorted((a, b) => a - b)
    .map((time) => new Date(time));
}

/** The date and time of day that the clocks of a place show: `2026-10-01 03:30`. */
export function shownAt(instant: Date, timeZone: string): string {
  const shown = new Date(instant.getTime() + offsetAt(instant.getTime(), timeZone));
  return shown.toISOString().slice(0, 16).replace('T', ' ');
}

/** Dates from the first to the last, YYYY-MM-DD. */
export function datesBetween(from: string, to: string): string[] {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
  return Array.from({ length: Math.max(0, days + 1) }, (_, day) => dateAfter(from, day));
}

export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** Whether the calendar has this date. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Milliseconds that the clocks of a place are ahead of UTC. */
function offsetAt(time: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(time / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

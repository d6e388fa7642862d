import { z } from 'zod';
import { MineNightlyInput } from './night.ts';

/** Each night has its own name and time, and nights that only plan mine nothing. */
export const NightInput = MineNightlyInput.omit({
  runName: true,
  nominalTime: true,
  planOnly: true,
});
export type NightInput = z.infer<typeof NightInput>;

/** When nights come and what each of them is started with. A night that still runs skips the next. */
export const NightlySchedule = z.strictObject({
  at: z
    .string()
    .regex(
      /^([01]\d|2[0-3]):[0-5]\d$/,
      'expected a time of day from 00:00 to 23:59, such as 03:30',
    ),
  timeZone: z
    .string()
    .refine(isTimeZone, 'expected a time zone of the IANA list, such as Europe/Berlin or UTC'),
  jitterMinutes: z
    .number('expected minutes from 0 to 720, such as 20')
    .min(0, 'expected minutes from 0 to 720')
    .max(720, 'expected minutes from 0 to 720')
    .describe('each night starts so much later at most'),
  catchUpHours: z
    .number('expected hours from 0.1 to 168, such as 6')
    .min(0.1, 'expected hours from 0.1 to 168')
    .max(168, 'expected hours from 0.1 to 168')
    .describe(
      'a night that the server slept through is made up for within this time, else left out',
    ),
  input: NightInput,
});
export type NightlySchedule = z.infer<typeof NightlySchedule>;

/** What a person or the environment sets of it. */
export type NightlyChoice = { readonly [K in keyof NightlySchedule]?: NightlySchedule[K] };

/** 03:30 UTC: most of GitHub's days are over, and no clock change falls on it. */
export const defaultNightlySchedule: NightlySchedule = {
  at: '03:30',
  timeZone: 'UTC',
  jitterMinutes: 0,
  catchUpHours: 6,
  input: {},
};

function isTimeZone(name: string): boolean {
  // An offset such as +02:00 is none: it does not follow the clocks of a place.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

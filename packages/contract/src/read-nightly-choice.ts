import type { z } from 'zod';
import { type NightlyChoice, NightlySchedule } from './nightly-schedule.ts';

export type NightlyField = keyof NightlySchedule;

/** Texts as they are typed or found in the environment; `input` is JSON. */
export type NightlyTexts = { readonly [F in NightlyField]?: string | undefined };

/** Names of the fields, for the sentence that refuses one: variables, or options. */
export type NightlyNames = { readonly [F in NightlyField]: string };

export const nightlyVariables: NightlyNames = {
  at: 'NIGHTLY_AT',
  timeZone: 'NIGHTLY_TIME_ZONE',
  jitterMinutes: 'NIGHTLY_JITTER_MINUTES',
  catchUpHours: 'NIGHTLY_CATCH_UP_HOURS',
  input: 'NIGHTLY_INPUT',
};

export const nightlyOptions: NightlyNames = {
  at: '--at',
  timeZone: '--time-zone',
  jitterMinutes: '--jitter-minutes',
  catchUpHours: '--catch-up-hours',
  input: '--input',
};

export type ReadNightlyChoice =
  | { readonly ok: true; readonly choice: NightlyChoice }
  | { readonly ok: false; readonly message: string };

/** Reads what is given of the schedule; empty texts count as not given. One sentence says what is wrong. */
export function readNightlyChoice(texts: NightlyTexts, names: NightlyNames): ReadNightlyChoice {
  const raw: Record<string, unknown> = {};
  for (const [field, text] of Object.entries(texts)) {
    if (text === undefined || text.trim() === '') continue;
    raw[field] = valueOf(field, text.trim());
  }
  const parsed = NightlySchedule.partial().safeParse(raw);
  if (parsed.success) return { ok: true, choice: given(parsed.data) };
  const [issue] = parsed.error.issues;
  return { ok: false, message: issue === undefined ? 'not valid' : sentence(issue, texts, names) };
}

function valueOf(field: string, text: string): unknown {
  if (field === 'jitterMinutes' || field === 'catchUpHours') return Number(text);
  if (field !== 'input') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function sentence(issue: z.core.$ZodIssue, texts: NightlyTexts, names: NightlyNames): string {
  const [field, ...inner] = issue.path.map(String);
  const known = Object.entries(names).find(([name]) => name === field);
  const name = known?.[1] ?? field ?? '';
  const text = Object.entries(texts).find(([one]) => one === field)?.[1] ?? '';
  if (field !== 'input') return `${name} ${text}: ${issue.message}`;
  const where = inner.length === 0 ? '' : ` ${inner.join('.')}:`;
  const message = issue.message.replace('Invalid input: expected', 'expected');
  return `${name}:${where} ${message}; a valid one: '{"atOnce":4,"sourceHours":3}'`;
}

function given(parsed: Readonly<Record<string, unknown>>): NightlyChoice {
  const entries = Object.entries(parsed).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

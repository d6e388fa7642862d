import { describe, expect, it } from 'vitest';
import {
  nightlyOptions,
  nightlyVariables,
  type NightlyTexts,
  readNightlyChoice,
} from './read-nightly-choice.ts';

const refused = (texts: NightlyTexts): string => {
  const read = readNightlyChoice(texts, nightlyOptions);
  return read.ok ? 'accepted' : read.message;
};

describe('a choice of nights', () => {
  it('is read from texts, and empty ones are not given', () => {
    const texts = {
      at: '04:15',
      timeZone: 'Europe/Berlin',
      jitterMinutes: '20',
      catchUpHours: '',
      input: '{"atOnce":2}',
    };
    expect(readNightlyChoice(texts, nightlyVariables)).toEqual({
      ok: true,
      choice: {
        at: '04:15',
        timeZone: 'Europe/Berlin',
        jitterMinutes: 20,
        input: { atOnce: 2 },
      },
    });
  });

  it.each([
    [{ at: '25:00' }, '--at 25:00: expected a time of day from 00:00 to 23:59, such as 03:30'],
    [{ at: '3:30' }, '--at 3:30: expected a time of day'],
    [{ timeZone: 'Europe/Berln' }, '--time-zone Europe/Berln: expected a time zone of the IANA'],
    [{ timeZone: '+02:00' }, '--time-zone +02:00: expected a time zone of the IANA'],
    [{ jitterMinutes: '-1' }, '--jitter-minutes -1: expected minutes from 0 to 720'],
    [{ jitterMinutes: 'some' }, '--jitter-minutes some: expected minutes from 0 to 720'],
    [{ catchUpHours: '0' }, '--catch-up-hours 0: expected hours from 0.1 to 168'],
    [{ input: '{bad' }, '--input: expected object, received string'],
    [{ input: '{"atOnce":9}' }, '--input: atOnce: Too big'],
    [{ input: '{"runName":"x"}' }, '--input: Unrecognized key: "runName"'],
    [{ input: '{"freeze":{}}' }, '--input: freeze.publish: '],
  ])('refuses %j in one sentence', (texts, message) => {
    expect(refused(texts)).toContain(message);
    expect(refused(texts)).not.toContain('\n');
  });

  it('is refused by the name of the variable that holds it', () => {
    const read = readNightlyChoice({ at: 'noon' }, nightlyVariables);
    expect(read).toMatchObject({ ok: false, message: expect.stringMatching(/^NIGHTLY_AT noon: /) });
  });
});

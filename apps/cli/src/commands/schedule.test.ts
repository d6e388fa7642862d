import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readCliEnv } from '../env.ts';
import { type Io, UsageError } from '../io.ts';
import { type ApplyOptions, scheduleApply } from './schedule.ts';

const io: Io = {
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  json: false,
  columns: 100,
  colour: false,
};
/** Nothing is connected to before the options are read. */
const apply = (options: ApplyOptions) => () => scheduleApply(io, readCliEnv({}), options);

describe('schedule apply', () => {
  it.each([
    [{ at: '24:00' }, '--at 24:00: expected a time of day from 00:00 to 23:59, such as 03:30'],
    [{ timeZone: 'Berlin' }, '--time-zone Berlin: expected a time zone of the IANA list'],
    [{ input: '{"atOnce":"four"}' }, '--input: atOnce: expected number, received string'],
    [{ reset: true, at: '03:00' }, '--reset gives up every edit'],
  ])('refuses %j in one sentence', (options, message) => {
    expect(apply(options)).toThrow(UsageError);
    expect(apply(options)).toThrow(message);
  });
});

import { expect, it } from 'vitest';
import { ServerClock } from './server-clock.ts';

const at = (time: string): number => Date.parse(time);

it('follows the server’s clock, however wrong the machine’s is', () => {
  let local = at('2020-01-01T00:00:00Z');
  const clock = new ServerClock(() => local);
  const sentAt = local;
  local += 3000;
  const exchange = { sentAt, receivedAt: local, date: 'Sun, 01 Mar 2026 12:00:03 GMT' };
  clock.observe(exchange);
  expect(clock.now()).toBe(at('2026-03-01T12:00:03Z'));
  expect(clock.startOf(exchange)).toEqual(new Date('2026-03-01T12:00:00Z'));
  expect(clock.toLocal(at('2026-03-01T12:00:13Z'))).toEqual(new Date('2020-01-01T00:00:13Z'));
});

it('takes the machine’s clock where an answer has no date', () => {
  const clock = new ServerClock(() => 1000);
  const exchange = { sentAt: 400, receivedAt: 1000, date: null };
  clock.observe(exchange);
  expect([clock.now(), clock.startOf(exchange).getTime()]).toEqual([1000, 400]);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutPersonalData } from './personal-data.ts';

it.each([
  ['write to ada.lovelace@engine.co.uk, please', 'write to <email>, please'],
  ['Signed-off-by: A <a+b@mail.org>', 'Signed-off-by: A <<email>>'],
  ['from 84.17.52.9 at noon', 'from <ip> at noon'],
  ['peer 2a02:8109:b53f:e2a0:4c1e:9d2b:11aa:7f00 gone', 'peer <ip> gone'],
  ['call +49 170 1234567 or (555) 867-5309', 'call <phone> or <phone>'],
  ['call 555-867-5309 now', 'call <phone> now'],
])('puts a typed placeholder into %j', (text, expected) => {
  expect(withoutPersonalData(text)).toBe(expected);
});

it.each([
  'git@github.com:owner/name.git',
  'user@example.com and root@localhost',
  'noreply@github.com',
  'npm i @types/node@24.13.0 left-pad@1.2.3',
  '@app.route and x@y.dot(z)',
  'listens on 127.0.0.1:8080, 0.0.0.0, 192.168.0.1 and 10.1.2.3',
  'version 10.0.19041.1 of Windows, v1.2.3.4, foo==84.17.52.9',
  'OID 1.3.6.1.4.1.311, Rider 2017.3 and mono 5.4.1.7',
  'std::vector::iterator, a::b, ::1, 12:30:45, aa:bb:cc:dd:ee:ff',
  '2024-01-08T12:00:00+0200, 1234567890, 2025-11-21 18:35',
  'issue #123-4567 and PEP 440, ISBN 978-3-16-148410-0',
  'line 100-200-3000, +1 for this, C++ 11 14 17',
  'sha 0123456789abcdef0123456789abcdef01234567',
])('leaves %j alone', (text) => {
  expect(withoutPersonalData(text)).toBe(text);
});

it('done twice is the same as done once, and never fails', () => {
  const part = fc.oneof(
    fc.string(),
    fc.emailAddress(),
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom(' ', '\n', '+49 30 901820', '<email>', '://', '::'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const once = withoutPersonalData(parts.join(''));
      expect(withoutPersonalData(once)).toBe(once);
    }),
  );
});

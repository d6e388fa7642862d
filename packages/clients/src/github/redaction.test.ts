import { expect, it } from 'vitest';
import { Redaction } from './redaction.ts';

it('takes out every secret it knows and everything that has the shape of one', () => {
  const redaction = new Redaction();
  redaction.know('planted-secret');
  const key = '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----';
  const unknown = [
    `ghp_${'a1'.repeat(18)}`,
    `github_pat_${'b2'.repeat(20)}`,
    `ghs_${'c3'.repeat(18)}`,
  ];
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl';
  const text = `Bad gateway: planted-secret ${unknown.join(' ')} ${token} ${key} planted-secret!`;
  const cleaned = redaction.clean(text);
  for (const secret of ['planted-secret', ...unknown, token, 'PRIVATE KEY'])
    expect(cleaned).not.toContain(secret);
  expect(cleaned.startsWith('Bad gateway: [secret] ')).toBe(true);
});

it('leaves sentences alone that only hold a word of a test', () => {
  const redaction = new Redaction();
  redaction.know('a');
  expect(redaction.clean('a repository')).toBe('a repository');
});

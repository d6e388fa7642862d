import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findSecret, withoutSecrets } from './find-secret.ts';
import { secretRules } from './secret-rules.ts';

// Every secret is put together here, so that no scanner takes this file for a leak.
const random = 'x7Kd93mQpL2vR8sT4wYz6bN1cF5hJ0gA3eUiBoDqGkHl';
const base64 = `MIIEowIBAAKCAQEA${random}${random}`;
const pem = (kind: string, body: string) => `-----BEGIN ${kind}-----\n${body}`;
const planted: readonly (readonly [rule: string, text: string])[] = [
  ['github-token', `ghp_${random.slice(0, 36)}`],
  ['github-token', `github_pat_${random}${random.slice(0, 30)}`],
  ['gitlab-token', `glpat-${random.slice(0, 20)}`],
  ['aws-access-key', `AKIA${'QWERTYUIOPASDF27'}`],
  ['aws-secret-key', `aws_secret_access_key = ${random.slice(0, 40)}`],
  ['private-key', `${pem('RSA PRIVATE KEY', base64)}\n-----END RSA PRIVATE KEY-----`],
  ['private-key', pem('OPENSSH PRIVATE KEY', base64.slice(0, 70))],
  ['private-key', JSON.stringify(pem('PRIVATE KEY', base64))],
  ['private-key', pem('EC PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\n${base64}`)],
  ['slack-token', `xoxb-1234567890-${random.slice(0, 24)}`],
  ['slack-token', `https://hooks.slack.com/services/T0AB12CD3/B0AB12CD3/${random.slice(0, 24)}`],
  ['google-api-key', `AIza${random.slice(0, 35)}`],
  ['google-oauth', `GOCSPX-${random.slice(0, 28)}`],
  ['jwt', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${random}`],
  ['stripe-key', `sk_live_${random.slice(0, 24)}`],
  ['openai-key', `sk-${random.slice(0, 20)}T3BlbkFJ${random.slice(0, 20)}`],
  ['npm-token', `npm_${random.slice(0, 36)}`],
  ['telegram-token', `123456789:AA${random.slice(0, 33)}`],
  ['azure-storage-key', `AccountKey=${`${random}${random}`.slice(0, 86)}==`],
  ['password-in-address', `postgres://app:${random.slice(0, 20)}@db.internal/x`],
  ['assigned-secret', `client_secret: "${random.slice(0, 32)}"`],
  ['assigned-secret', `API_KEY='${'9f86d081884c7d659a2feaa0c55ad015'}'`],
];

it.each(planted)('finds a %s', (rule, text) => {
  expect(findSecret(`first line\n  ${text}\nlast line`)).toBe(rule);
  const masked = withoutSecrets(`before ${text} after`);
  expect(masked.rules).toContain(rule);
  expect(masked.text).toMatch(/^before .*<secret>.* after$/s);
  expect(findSecret(masked.text)).toBeNull();
});

it('has tried every common rule, and finds each wherever it stands', () => {
  const tried = new Set(planted.map(([rule]) => rule));
  expect(secretRules.filter(({ name }) => tried.has(name)).length).toBe(tried.size);
  const words = fc.stringMatching(/^[a-z \n(){};=]*$/);
  fc.assert(
    fc.property(fc.constantFrom(...planted), words, words, ([, text], before, after) => {
      expect(findSecret(`${before} ${text} ${after}`)).not.toBeNull();
    }),
  );
});

it.each([
  'if (line === "-----BEGIN RSA PRIVATE KEY-----") return',
  'const password = "correct-horse-battery-staple"',
  'token = "your_github_token_goes_here_please"',
  "secret_key = 'django-insecure-example-key-for-tests'",
  'apiKey: "REPLACE_ME_WITH_YOUR_OWN_API_KEY"',
  'accessKey = getAccessKeyFromEnvironmentVariable()',
  'token: "com.example.application.SecretTokenProvider"',
  'password: "${DATABASE_PASSWORD_FROM_ENVIRONMENT}"',
  'sha256 = "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015"',
  'integrity: "sha512-x7Kd93mQpL2vR8sT4wYz6bN1cF5hJ0gA3eUiBoDqGkHl=="',
  'https://user:password@host.example/path',
  'ghp_short AKIA12 xoxb-token eyJ.eyJ.x AIza',
  'const passwordResetTokenExpirationSeconds = "passwordResetTokenExpirationSeconds"',
])('does not take %j for a secret', (text) => {
  expect(findSecret(text)).toBeNull();
});

it('reads a megabyte of what almost matches in linear time', () => {
  for (const piece of [
    'eyJ-',
    'secret="',
    '://a:',
    '-----BEGIN PRIVATE KEY-----\n',
    'Comment:  ',
  ]) {
    expect(() => findSecret(piece.repeat(1_000_000 / piece.length))).not.toThrow();
  }
});

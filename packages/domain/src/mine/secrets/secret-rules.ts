import { looksRandom } from './looks-random.ts';

/** A kind of secret. A text without one of the hints cannot hold one; no hints: it is always looked for. */
export interface SecretRule {
  readonly name: string;
  readonly hints: readonly string[];
  /** Global; a group named `secret` is what `accept` is asked about, else the whole match. */
  readonly pattern: RegExp;
  readonly accept?: (secret: string) => boolean;
}

/** Kinds that are told by their own prefix, then what only a name beside it tells. */
export const secretRules: readonly SecretRule[] = [
  {
    name: 'github-token',
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{40,100})\b/g,
  },
  { name: 'gitlab-token', hints: ['glpat-'], pattern: /\bglpat-[\w-]{20,60}/g },
  {
    name: 'aws-access-key',
    hints: ['AKIA', 'ASIA'],
    pattern: /(?<![A-Za-z0-9+/])A(?:KIA|SIA)[A-Z2-7]{16}(?![A-Za-z0-9+/])/g,
  },
  {
    name: 'aws-secret-key',
    hints: ['aws_secret', 'aws_Secret', 'AWS_SECRET', 'awsSecret', 'AwsSecret', 'AWSSecret'],
    pattern:
      /aws_?secret_?(?:access_?)?key["']?\s{0,3}[=:]\s{0,3}["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    accept: looksRandom,
  },
  {
    // A key that breaks off is one too; the line that only names the header is not.
    name: 'private-key',
    hints: ['PRIVATE KEY'],
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[nr]|["'+,;|>]|(?:Proc-Type|DEK-Info|Version|Comment|Hash):[^\n\\]{0,80}(?:\n|\\n)){1,80}(?<secret>[A-Za-z0-9+/=]{40})/g,
    accept: looksRandom,
  },
  {
    name: 'slack-token',
    hints: ['xox', 'hooks.slack.com'],
    pattern:
      /\bxox[abeoprs]-(?:\d{1,15}-){1,4}[A-Za-z0-9]{10,80}|hooks\.slack\.com\/(?:services|workflows)\/T[A-Z0-9]{6,14}\/[AB][A-Z0-9]{6,14}\/[A-Za-z0-9]{16,40}/g,
  },
  {
    name: 'google-api-key',
    hints: ['AIza'],
    pattern: /\bAIza[\w-]{35}(?![\w-])/g,
    accept: looksRandom,
  },
  {
    name: 'google-oauth',
    hints: ['GOCSPX-', 'ya29.'],
    pattern: /\bGOCSPX-[\w-]{28}(?![\w-])|\bya29\.[\w-]{40,300}/g,
  },
  {
    name: 'jwt',
    hints: ['eyJ'],
    pattern: /\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,6000}\.[\w-]{20,1500}(?![\w-])/g,
  },
  { name: 'stripe-key', hints: ['_live_'], pattern: /\b[sr]k_live_[A-Za-z0-9]{20,250}\b/g },
  {
    name: 'openai-key',
    hints: ['T3BlbkFJ'],
    pattern: /\bsk-[\w-]{16,120}T3BlbkFJ[\w-]{16,120}/g,
  },
  { name: 'anthropic-key', hints: ['sk-ant-'], pattern: /\bsk-ant-[a-z]{2,8}\d\d-[\w-]{60,120}/g },
  {
    name: 'huggingface-token',
    hints: ['hf_'],
    pattern: /\bhf_[A-Za-z]{34}\b/g,
    accept: looksRandom,
  },
  { name: 'npm-token', hints: ['npm_'], pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, accept: looksRandom },
  { name: 'pypi-token', hints: ['pypi-AgE'], pattern: /\bpypi-AgE[\w-]{50,300}/g },
  { name: 'sendgrid-key', hints: ['SG.'], pattern: /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g },
  {
    name: 'digitalocean-token',
    hints: ['do_v1_', 'dop_v1_', 'dor_v1_'],
    pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/g,
  },
  {
    name: 'telegram-token',
    hints: [':AA'],
    pattern: /\b\d{8,10}:(?<secret>AA[\w-]{33})(?![\w-])/g,
    accept: looksRandom,
  },
  {
    name: 'azure-storage-key',
    hints: ['AccountKey='],
    pattern: /AccountKey=(?<secret>[A-Za-z0-9+/]{86}==)/g,
    accept: looksRandom,
  },
  {
    name: 'password-in-address',
    hints: [],
    pattern: /:\/\/[^\s:/@"'`<>]{1,60}:(?<secret>[^\s:/@"'`<>{}$%*]{12,80})@[\w-]+\./g,
    accept: looksRandom,
  },
  {
    name: 'assigned-secret',
    hints: [],
    // The value first, for its characters are rarer than the names; then what stands before it.
    pattern:
      /["'`](?<secret>[A-Za-z0-9+/_=~-]{20,120})["'`](?<=(?:secret|token|passwd|password|passphrase|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|encryption[_-]?key|credential)s?["']?\]?\s{0,3}(?:=>|:=|=|:|,)\s{0,3}[bru]?["'`][A-Za-z0-9+/_=~-]{20,120}["'`])/gi,
    accept: looksRandom,
  },
];

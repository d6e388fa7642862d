/** Shapes of GitHub's tokens, of JSON web tokens and of private keys. */
const secretShapes = [
  /\bgh[a-z]_[A-Za-z0-9_]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** Shorter ones are words of tests; taking them out would spoil every sentence. */
const shortest = 8;

/** Takes secrets out of whatever is said about a conversation with GitHub. */
export class Redaction {
  readonly #secrets = new Set<string>();

  /** From now on this text is shown to nobody. */
  know(secret: string): void {
    if (secret.length < shortest) return;
    // as it is sent, and as an address would hold it
    for (const form of [secret, encodeURIComponent(secret)]) this.#secrets.add(form);
  }

  clean(text: string): string {
    let cleaned = text;
    for (const secret of this.#secrets) cleaned = cleaned.replaceAll(secret, '[secret]');
    for (const shape of secretShapes) cleaned = cleaned.replaceAll(shape, '[secret]');
    return cleaned;
  }
}

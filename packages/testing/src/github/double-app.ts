import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { isoSeconds, type DoubleClock } from './double-clock.ts';

/** An app of GitHub's, and where it is installed. */
export interface DoubleAppOptions {
  readonly appId: string;
  /** PEM of the public or the private key. */
  readonly key: string;
  readonly installations: readonly number[];
}

const tokenSeconds = 3600;
const longestJwtSeconds = 600;

const Claims = z.object({
  iss: z.union([z.string(), z.number()]),
  iat: z.number(),
  exp: z.number(),
});

/**
 * What an app may ask ("Authenticating as a GitHub App"): it signs a JSON web token with RS256 and is given
 * tokens of its installations, which end after an hour.
 */
export class DoubleApp {
  readonly #options: DoubleAppOptions;
  readonly #clock: DoubleClock;
  readonly #suspended = new Set<number>();
  readonly #tokens = new Map<string, { readonly installation: number; readonly endsAt: number }>();
  #given = 0;

  constructor(options: DoubleAppOptions, clock: DoubleClock) {
    this.#options = options;
    this.#clock = clock;
  }

  get installations(): readonly number[] {
    return this.#options.installations;
  }

  isSuspended(installation: number): boolean {
    return this.#suspended.has(installation);
  }

  suspend(installation: number): void {
    this.#suspended.add(installation);
    for (const [token, known] of this.#tokens)
      if (known.installation === installation) this.#tokens.delete(token);
  }

  /** How many tokens were given out so far. */
  get given(): number {
    return this.#given;
  }

  /** Whether the text is a web token that this app has signed and that holds now. */
  accepts(jwt: string): boolean {
    const [head = '', body = '', signature = ''] = jwt.split('.');
    const key = createPublicKey(this.#options.key);
    const signed = verify('sha256', Buffer.from(`${head}.${body}`), key, decode(signature));
    const claims = Claims.safeParse(JSON.parse(signed ? decode(body).toString() : 'null'));
    if (!claims.success) return false;
    const { iss, iat, exp } = claims.data;
    const now = this.#clock.now().getTime() / 1000;
    const isShort = exp - now <= longestJwtSeconds + 60 && iat <= now + 60;
    return String(iss) === this.#options.appId && exp > now && isShort;
  }

  giveToken(installation: number): { readonly token: string; readonly expires_at: string } {
    this.#given += 1;
    const token = `ghs_${`${installation}x${this.#given}`.padEnd(36, 'A')}`;
    const ends = new Date(this.#clock.now().getTime() + tokenSeconds * 1000);
    this.#tokens.set(token, { installation, endsAt: ends.getTime() });
    return { token, expires_at: isoSeconds(ends) };
  }

  /** Who a token speaks for; null for one that is unknown, or has ended. */
  installationOf(token: string): number | null {
    const known = this.#tokens.get(token);
    return known === undefined || known.endsAt <= this.#clock.now().getTime()
      ? null
      : known.installation;
  }
}

function decode(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

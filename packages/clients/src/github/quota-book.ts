/** GitHub counts REST requests and GraphQL points apart. */
export type Resource = 'core' | 'graphql';

/** Where a token stands; times are milliseconds since 1970 by GitHub's clock. */
export interface QuotaStanding {
  readonly limit: number;
  readonly remaining: number;
  /** End of the hour in which `remaining` counts. */
  readonly resetsAt: number;
}

/** A secondary limit: the token rests as a whole. `strikes`: how often in a row. */
export interface QuotaRest {
  readonly restsUntil: number;
  readonly strikes: number;
}

export interface QuotaState {
  readonly standing: QuotaStanding | null;
  readonly rest: QuotaRest | null;
}

/**
 * What all workers know together about GitHub's tokens. It is given fingerprints and numbers, never a token.
 */
export interface QuotaBook {
  /** The one of `present` that a subject works with: the one it had, else the one with fewest subjects. */
  pin(subject: string, present: readonly string[]): Promise<string>;
  read(fingerprint: string, resource: Resource): Promise<QuotaState>;
  /** Of two notes about one hour the smaller remainder counts. */
  noteStanding(fingerprint: string, resource: Resource, standing: QuotaStanding): Promise<void>;
  /** null: the last answer was no refusal. */
  noteRest(fingerprint: string, rest: QuotaRest | null): Promise<void>;
}

/** The note that counts of two about one token and resource. */
export function laterStanding(known: QuotaStanding | null, noted: QuotaStanding): QuotaStanding {
  if (known === null || noted.resetsAt > known.resetsAt) return noted;
  if (noted.resetsAt < known.resetsAt) return known;
  return noted.remaining < known.remaining ? noted : known;
}

/** The book of one process, for work without a database. */
export class MemoryQuotaBook implements QuotaBook {
  readonly #pins = new Map<string, string>();
  readonly #standings = new Map<string, QuotaStanding>();
  readonly #rests = new Map<string, QuotaRest>();

  pin(subject: string, present: readonly string[]): Promise<string> {
    const had = this.#pins.get(subject);
    if (had !== undefined && present.includes(had)) return Promise.resolve(had);
    const pinned = leastPinned(present, [...this.#pins.values()]);
    this.#pins.set(subject, pinned);
    return Promise.resolve(pinned);
  }

  read(fingerprint: string, resource: Resource): Promise<QuotaState> {
    return Promise.resolve({
      standing: this.#standings.get(`${fingerprint} ${resource}`) ?? null,
      rest: this.#rests.get(fingerprint) ?? null,
    });
  }

  noteStanding(fingerprint: string, resource: Resource, standing: QuotaStanding): Promise<void> {
    const key = `${fingerprint} ${resource}`;
    this.#standings.set(key, laterStanding(this.#standings.get(key) ?? null, standing));
    return Promise.resolve();
  }

  noteRest(fingerprint: string, rest: QuotaRest | null): Promise<void> {
    if (rest === null) this.#rests.delete(fingerprint);
    else this.#rests.set(fingerprint, rest);
    return Promise.resolve();
  }
}

function leastPinned(present: readonly string[], pins: readonly string[]): string {
  const load = (fingerprint: string) => pins.filter((pin) => pin === fingerprint).length;
  const [least] = present.toSorted((a, b) => load(a) - load(b));
  if (least === undefined) throw new Error('a pin needs at least one fingerprint');
  return least;
}

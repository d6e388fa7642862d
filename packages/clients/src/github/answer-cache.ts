/** An answer of GitHub's that may be asked for again: entity tags hold for one token and one address. */
export interface AnswerKey {
  readonly fingerprint: string;
  /** The whole address, with its query. */
  readonly url: string;
}

export interface KnownAnswer {
  readonly etag: string;
  /** What was read from it; null where only its sameness matters. */
  readonly answer: unknown;
}

/**
 * Entity tags of earlier answers. With the right one GitHub answers 304, which costs no quota when it is
 * sent with a token.
 */
export interface AnswerCache {
  find(key: AnswerKey): Promise<KnownAnswer | null>;
  keep(key: AnswerKey, answer: KnownAnswer): Promise<void>;
}

/** Knows nothing and keeps nothing. */
export const noAnswers: AnswerCache = {
  find: () => Promise.resolve(null),
  keep: () => Promise.resolve(),
};

import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { githubAnswer } from '../tables/github.ts';

/** Entity tags hold for one token and one address. */
export interface AnswerAddress {
  readonly fingerprint: string;
  readonly url: string;
}

/** The tag of an answer that was dealt with, and what was read from it; null: none is known. */
export async function findAnswer(
  database: Database,
  { fingerprint, url }: AnswerAddress,
): Promise<{ readonly etag: string; readonly answer: unknown } | null> {
  const of = githubAnswer;
  const [row] = await database.query((db) =>
    db
      .select({ etag: of.etag, answer: of.answer })
      .from(of)
      .where(and(eq(of.fingerprint, fingerprint), eq(of.url, url))),
  );
  return row?.etag == null ? null : { etag: row.etag, answer: row.answer };
}

/** Keeps an answer that needs no further work. */
export async function keepAnswer(
  database: Database,
  address: AnswerAddress,
  { etag, answer }: { readonly etag: string; readonly answer: unknown },
): Promise<void> {
  const kept = { etag, answer, notedAt: sql`now()` };
  await database.query((db) =>
    db
      .insert(githubAnswer)
      .values({ ...address, etag, answer })
      .onConflictDoUpdate({ target: [githubAnswer.fingerprint, githubAnswer.url], set: kept }),
  );
}

/** Notes the tag of a list that a run is about to deal with. Until it has, the tag is not sent. */
export async function proposeAnswer(
  database: Database,
  address: AnswerAddress & { readonly etag: string },
  by: { readonly runId: string; readonly repositoryKey: string },
): Promise<void> {
  const { fingerprint, url, etag } = address;
  const { runId: proposedByRun, repositoryKey } = by;
  const proposed = { repositoryKey, proposedEtag: etag, proposedByRun };
  await database.query((db) =>
    db
      .insert(githubAnswer)
      .values({ fingerprint, url, ...proposed })
      .onConflictDoUpdate({ target: [githubAnswer.fingerprint, githubAnswer.url], set: proposed }),
  );
}

/** The run has dealt with what it proposed for a repository. Returns whether there was anything. */
export async function confirmAnswers(
  database: Database,
  { runId, repositoryKey }: { readonly runId: string; readonly repositoryKey: string },
): Promise<boolean> {
  const of = githubAnswer;
  const rows = await database.query((db) =>
    db
      .update(of)
      .set({ etag: of.proposedEtag, notedAt: sql`now()` })
      .where(
        and(
          eq(of.repositoryKey, repositoryKey),
          eq(of.proposedByRun, runId),
          isNotNull(of.proposedEtag),
        ),
      )
      .returning({ url: of.url }),
  );
  return rows.length > 0;
}

/** The run has not dealt with all that it proposed: the list is asked for as a whole the next time. */
export async function withdrawAnswers(
  database: Database,
  { runId, repositoryKey }: { readonly runId: string; readonly repositoryKey: string },
): Promise<void> {
  const of = githubAnswer;
  await database.query((db) =>
    db
      .update(of)
      .set({ proposedEtag: null })
      .where(and(eq(of.repositoryKey, repositoryKey), eq(of.proposedByRun, runId))),
  );
}

/** Lists of a repository from a watermark that has moved are never asked for again. */
export async function forgetAnswers(database: Database, repositoryKey: string): Promise<void> {
  const of = githubAnswer;
  await database.query((db) =>
    db.execute(sql`delete from ${of} where ${of.repositoryKey} = ${repositoryKey}`),
  );
}

import type { AnswerCache } from '@evoline/clients/github/answer-cache';
import type { Database } from '@evoline/db/open-database';
import { findAnswer, keepAnswer } from '@evoline/db/queries/github-answers';

/** Answers of GitHub's that all workers of a database know. */
export function databaseAnswers(database: Database): AnswerCache {
  return {
    find: (key) => findAnswer(database, key),
    keep: (key, answer) => keepAnswer(database, key, answer),
  };
}

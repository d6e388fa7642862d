import type { Resource } from './quota-book.ts';
import { recordOf, refusalOf } from './request-error.ts';

/** What was taken of the quota of one resource. */
export interface QuotaSpent {
  readonly resource: Resource;
  readonly requests: number;
  /** Answers 304, which cost nothing. */
  readonly notModified: number;
  /** Of GraphQL; each request of REST counts one. */
  readonly points: number;
}

/** Adds up what one piece of work takes of GitHub's quota. Attempts that Octokit repeats by itself are not seen. */
export class QuotaTally {
  readonly #spent = new Map<Resource, QuotaSpent>();

  /** Notes an answer, or the error that it became; what GitHub never answered counts for nothing. */
  note(resource: Resource, answer: unknown): void {
    const { status } = refusalOf(answer);
    if (status === 0) return;
    const before = this.#spent.get(resource) ?? { requests: 0, notModified: 0, points: 0 };
    const notModified = status === 304 ? 1 : 0;
    const points = resource === 'graphql' ? pointsOf(answer) : 1 - notModified;
    this.#spent.set(resource, {
      resource,
      requests: before.requests + 1,
      notModified: before.notModified + notModified,
      points: before.points + points,
    });
  }

  get spent(): QuotaSpent[] {
    return [...this.#spent.values()];
  }
}

/** What a query cost by its own words (`rateLimit { cost }`); none costs less than a point. */
function pointsOf(answer: unknown): number {
  const response = recordOf(recordOf(answer)['response'] ?? answer);
  const { cost } = recordOf(recordOf(recordOf(response['data'])['data'])['rateLimit']);
  return typeof cost === 'number' ? Math.max(1, cost) : 1;
}

import type { QuotaResource } from './quota.ts';

/** What an answer cost, and what the asker had of it. */
export interface AnswerCost {
  readonly resource: QuotaResource;
  /** Requests (core) or points (graphql) that were taken off the quota. */
  readonly spent: number;
  /** Pull requests that the answer listed or told of. */
  readonly pullRequests: number;
  /** Issues, and repositories, likewise. */
  readonly others: number;
}

/** Costs of answers that are still on their way, by request. */
const underWay = new WeakMap<Request, AnswerCost>();

export function noteCost(request: Request, cost: AnswerCost): void {
  underWay.set(request, cost);
}

/** null for requests that no quota counts. */
export function costOf(request: Request): AnswerCost | null {
  return underWay.get(request) ?? null;
}

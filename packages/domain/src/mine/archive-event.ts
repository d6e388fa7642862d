import { z } from 'zod';

/** A pull request that an archived event speaks of. */
export interface ArchivedPullRequest {
  readonly repositoryId: number;
  /** owner/name when the event happened; the repository may have another name today. */
  readonly repository: string;
  readonly number: number;
  /** When the event happened, ISO 8601. */
  readonly at: string;
  /** null since payloads were trimmed on 2025-10-07: closing no longer says whether it was merged. */
  readonly isMerged: boolean | null;
}

/** What a line of an hour file is to a miner. */
export type ArchiveLine =
  | { readonly kind: 'closed'; readonly pullRequest: ArchivedPullRequest }
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed' };

/** Both eras: `merged` and the repository inside `base` are there before 2025-10-07 only. */
const closing = z.object({
  type: z.literal('PullRequestEvent'),
  created_at: z.string(),
  repo: z.object({
    id: z.int().positive(),
    name: z.string().regex(/^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/),
  }),
  payload: z.object({
    action: z.enum(['closed', 'merged']),
    number: z.int().positive().optional(),
    pull_request: z.object({
      number: z.int().positive(),
      merged: z.boolean().nullish(),
      merged_at: z.string().nullish(),
    }),
  }),
});

/** Reads one line of GH Archive's hour files of 2015 and later. Names are as they were then. */
export function readArchiveLine(line: string): ArchiveLine {
  const event = parsed(line);
  if (!isRecord(event)) return { kind: 'malformed' };
  if (event['type'] !== 'PullRequestEvent' || !isClosing(event['payload']))
    return { kind: 'other' };
  const { success, data } = closing.safeParse(event);
  if (!success) return { kind: 'malformed' };
  const { action, pull_request: pull } = data.payload;
  const isMerged = action === 'merged' ? true : (pull.merged ?? (pull.merged_at ? true : null));
  const pullRequest = {
    repositoryId: data.repo.id,
    repository: data.repo.name,
    number: pull.number,
    at: data.created_at,
    isMerged,
  };
  return { kind: 'closed', pullRequest };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isClosing(payload: unknown): boolean {
  return isRecord(payload) && (payload['action'] === 'closed' || payload['action'] === 'merged');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

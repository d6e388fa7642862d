import { ArtifactRef } from '@evoline/contract/artifact';
import { z } from 'zod';
import { readArchiveLine } from './archive-event.ts';

/** A repository with the pull requests that were closed in it, as the archive saw them. */
export interface ArchivedRepository {
  readonly id: number;
  /** owner/name of its latest event. */
  readonly name: string;
  /** Ascending. */
  readonly numbers: readonly number[];
}

/** What the lines of some hours were. */
export interface ArchiveCounts {
  readonly events: number;
  readonly malformed: number;
  readonly closedUnmerged: number;
  /** Events about a pull request that another event had named already: hours overlap and repeat. */
  readonly repeated: number;
  readonly pullRequests: number;
}

/** Finds between two hours, as they are put aside; JSON as it is. */
export const ArchiveRecord = z.strictObject({
  finds: z.array(
    z.strictObject({
      id: z.int().positive(),
      name: z.string(),
      latest: z.string(),
      numbers: z.array(z.int().positive()),
    }),
  ),
  events: z.int().nonnegative(),
  malformed: z.int().nonnegative(),
  closedUnmerged: z.int().nonnegative(),
  repeated: z.int().nonnegative(),
});
export type ArchiveRecord = z.infer<typeof ArchiveRecord>;

/** How far a reading got: what its next attempt goes on from. */
export const ArchiveProgress = z.object({
  hoursRead: z.int().nonnegative(),
  /** Hours that the archive lacks. */
  missing: z.array(z.string()),
  /** The `ArchiveRecord` so far. */
  aside: ArtifactRef,
});

interface Find {
  name: string;
  latest: string;
  readonly numbers: Set<number>;
}

/**
 * Gathers candidates from archived events: a hint where to look, never proof of absence, because the
 * archive lost most events of some weeks. Equal events in any order give equal finds.
 */
export class ArchiveFinds {
  readonly #finds = new Map<number, Find>();
  #events = 0;
  #malformed = 0;
  #closedUnmerged = 0;
  #repeated = 0;

  /** Takes a line of an hour file. */
  add(line: string): void {
    this.#events += 1;
    const read = readArchiveLine(line);
    if (read.kind === 'malformed') this.#malformed += 1;
    if (read.kind !== 'closed') return;
    const { repositoryId, repository, number, at, isMerged } = read.pullRequest;
    if (isMerged === false) {
      this.#closedUnmerged += 1;
      return;
    }
    const find = this.#findOf(repositoryId, repository, at);
    if (find.numbers.has(number)) this.#repeated += 1;
    find.numbers.add(number);
  }

  /** Those with the most pull requests first, then by id. */
  repositories(): ArchivedRepository[] {
    return [...this.#finds]
      .map(([id, { name, numbers }]) => ({ id, name, numbers: ascending(numbers) }))
      .toSorted((one, other) => other.numbers.length - one.numbers.length || one.id - other.id);
  }

  counts(): ArchiveCounts {
    let pullRequests = 0;
    for (const { numbers } of this.#finds.values()) pullRequests += numbers.size;
    return {
      events: this.#events,
      malformed: this.#malformed,
      closedUnmerged: this.#closedUnmerged,
      repeated: this.#repeated,
      pullRequests,
    };
  }

  record(): ArchiveRecord {
    const finds = [...this.#finds].map(([id, { name, latest, numbers }]) => ({
      id,
      name,
      latest,
      numbers: [...numbers],
    }));
    const { pullRequests: _, ...counts } = this.counts();
    return { finds, ...counts };
  }

  /** Goes on from what was put aside. */
  static of({ finds, ...counts }: ArchiveRecord): ArchiveFinds {
    const known = new ArchiveFinds();
    for (const { id, name, latest, numbers } of finds) {
      known.#finds.set(id, { name, latest, numbers: new Set(numbers) });
    }
    known.#events = counts.events;
    known.#malformed = counts.malformed;
    known.#closedUnmerged = counts.closedUnmerged;
    known.#repeated = counts.repeated;
    return known;
  }

  #findOf(id: number, name: string, at: string): Find {
    const known = this.#finds.get(id);
    if (known === undefined) {
      const find = { name, latest: at, numbers: new Set<number>() };
      this.#finds.set(id, find);
      return find;
    }
    const isLater = at > known.latest || (at === known.latest && name > known.name);
    if (isLater) Object.assign(known, { name, latest: at });
    return known;
  }
}

function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].toSorted((one, other) => one - other);
}

import { z } from 'zod';
import { DatasetVersionSummary, FreezeDatasetInput, PublishRule } from './dataset.ts';
import { FilterConfig } from './mining-filters.ts';
import { BenchmarkFiles, SourceLocator, type MineSummary } from './mine.ts';

/** Freezes a version at the end of the night, and publishes it only under the rule. */
export const NightFreeze = z.strictObject({
  publish: PublishRule,
  dataset: FreezeDatasetInput.omit({
    runName: true,
    asOf: true,
    publish: true,
    from: true,
    planOnly: true,
  }).optional(),
});
export type NightFreeze = z.infer<typeof NightFreeze>;

export const MineNightlyInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  sources: z
    .array(SourceLocator)
    .min(1)
    .optional()
    .describe('default: the list of `evoline repos`, else DEFAULT_SOURCE'),
  atOnce: z.int().min(1).max(8).optional(),
  limit: z.int().positive().optional(),
  filters: FilterConfig.partial().optional(),
  benchmarkFiles: BenchmarkFiles.optional(),
  sourceHours: z
    .number()
    .positive()
    .max(24)
    .optional()
    .describe('a source that takes longer is left for the next night; default: 6'),
  nightHours: z
    .number()
    .positive()
    .max(24)
    .optional()
    .describe('so long after its start the night ends; default: 20'),
  freeze: NightFreeze.optional().describe('default: no version is frozen'),
  nominalTime: z.iso
    .datetime()
    .optional()
    .describe("the night to mine; default: the schedule's, else now"),
  planOnly: z.boolean().optional(),
});
export type MineNightlyInput = z.infer<typeof MineNightlyInput>;

export const MineNightlyConfig = z.strictObject({
  /** null: those of the repository list when the night begins. */
  sources: z.array(SourceLocator).min(1).nullable(),
  atOnce: z.int().min(1).max(8),
  limit: z.int().positive().nullable(),
  /** Handed on to every source, which adds the defaults. */
  filters: FilterConfig.partial().optional(),
  benchmarkFiles: BenchmarkFiles.optional(),
  sourceHours: z.number().positive(),
  nightHours: z.number().positive(),
  freeze: NightFreeze.nullable(),
  /** The night this run stands for, ISO 8601. */
  nominalTime: z.string(),
  repositoriesPerRun: z.int().positive(),
});
export type MineNightlyConfig = z.infer<typeof MineNightlyConfig>;

/** One source of a night. `position` counts from 0. */
export interface NightSource {
  readonly position: number;
  /** See `SourceLocator`. */
  readonly source: string;
}

/** What `planNight` wrote down; the night keeps to it whatever becomes of the list meanwhile. */
export interface NightPlan {
  readonly sources: number;
  /** Sources that this night leaves out, quarantined or opted out; at most 20 of them. */
  readonly leftOut: readonly { readonly source: string; readonly reason: string }[];
}

/** What a night has to do next; it asks again after the last of these. */
export interface NightTurn {
  readonly sources: readonly NightSource[];
  /** Sources after these. */
  readonly left: number;
}

/** How one source of a night ended; its own failures are counted, and three nights in a row lead to quarantine. */
export interface NightOutcome {
  readonly position: number;
  readonly source: string;
  /** null when it was not mined to its end. */
  readonly mined: MineSummary | null;
  /** Why it was not, or what was lost of it all the same; null when all is well. */
  readonly failure: string | null;
  /** false: it was not the source's fault. The next night takes it up again, and nothing is counted. */
  readonly isOwnFailure: boolean;
}

/** Nights in a row that a source may fail. */
export const failuresBeforeQuarantine = 3;

const Counts = z.record(z.string(), z.int().nonnegative());

/** What a person finds in the morning. Stored as it was told. */
export const NightReport = z.strictObject({
  runId: z.string(),
  runName: z.string(),
  nominalTime: z.string(),
  endedAt: z.string(),
  sources: z.strictObject({
    mined: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    postponed: z.int().nonnegative().describe('left for the next night, for no fault of theirs'),
    leftOut: z.int().nonnegative().describe('quarantined, or opted out'),
  }),
  seen: z.int().nonnegative(),
  kept: z.int().nonnegative(),
  added: z.int().nonnegative().describe('items that were new'),
  dropped: Counts.describe('pull requests by reason'),
  quota: z.array(
    z.strictObject({
      resource: z.enum(['core', 'graphql']),
      used: z.int().nonnegative().describe('by this night'),
      remaining: z.int().nonnegative().nullable().describe('of all tokens; null: nobody knows'),
      resetsAt: z.string().nullable(),
    }),
  ),
  needsPerson: z.array(z.string()).describe('one sentence each, with the command to send'),
  gain: z
    .strictObject({
      since: z.string().nullable().describe('digest of the published version it is counted from'),
      items: z.int().nonnegative().describe('pull requests that this version does not hold'),
      edited: z.int().nonnegative(),
    })
    .describe('what a version by the same recipe would gain'),
  version: DatasetVersionSummary.nullable().describe('that the night froze; null: none'),
});
export type NightReport = z.infer<typeof NightReport>;

/** The version that a night froze under its rule; null: none was asked for, or it could not be frozen. */
export type NightVersion = DatasetVersionSummary | null;

/** What the report is told of the end of a night. */
export interface NightReportRequest {
  readonly runId: string;
  readonly version: NightVersion;
  /** Why no version was frozen although one was asked for. */
  readonly freezeFailure: string | null;
}

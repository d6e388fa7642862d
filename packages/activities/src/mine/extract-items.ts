import { type ArtifactRef, mediaTypes } from '@evoline/contract/artifact';
import type { MinedPullRequest, MineSummary, SourceRepository } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { type NewItem, recordMined } from '@evoline/db/queries/record-mined';
import { noteSeen } from '@evoline/db/queries/seen-pull-requests';
import { completeMirror } from '@evoline/domain/mine/complete-mirror';
import { examinePage } from '@evoline/domain/mine/examine-page';
import type { Verdict } from '@evoline/domain/mine/examination';
import { countFunnel } from '@evoline/domain/mine/funnel';
import { basisDigest, candidateDigest, type SeenState } from '@evoline/domain/mine/seen-states';
import type { ActivityContext } from '../activity-context.ts';
import { withPulse } from '../pulse.ts';
import { benchmarkIndexOf } from './benchmark-index-of.ts';
import { contextEngine } from './context-engine.ts';
import { readPage } from './candidate-pages.ts';
import type { MineDeps } from './mine-deps.ts';
import { type MineRun, readMineRun, renewNothing } from './mine-run.ts';

interface ExtractRequest {
  readonly runId: string;
  readonly repository: SourceRepository;
  readonly page: ArtifactRef;
}

/** Verdicts written in one transaction. */
const chunkSize = 25;

/**
 * Examines a page of pull requests on the mirror and writes items and verdicts. Idempotent on (run,
 * repository, number): whatever an earlier attempt wrote stays as it is.
 */
export async function extractItems(
  deps: MineDeps,
  request: ExtractRequest,
  attempt: ActivityContext,
): Promise<MineSummary> {
  return await withPulse(attempt, renewNothing, async (note) => {
    const { repository } = request;
    const run = await readMineRun(deps, request.runId);
    const candidates = await readPage(deps, request.page);
    const mirrors = deps.mirrors.during({ signal: attempt.signal, onProgress: note });
    const place = { mirrors, histories: deps.histories };
    await completeMirror(place, repository, candidates, run.source.kind);
    const { filters, context, editedIssues } = run.config;
    const benchmarks = await benchmarkIndexOf(deps, run.config);
    const ask = contextEngine(deps.contextEngine, context, attempt);
    const rules = { filters, benchmarks, context, editedIssues, ask };
    const verdicts = examinePage(place, repository, candidates, rules);
    const known = new Map(candidates.map((candidate) => [candidate.number, candidate]));
    return await writeVerdicts(deps, run, { ...request, known, note }, verdicts);
  });
}

interface Extraction extends ExtractRequest {
  readonly known: ReadonlyMap<number, PullRequestCandidate>;
  readonly note: (detail: unknown) => void;
}

async function writeVerdicts(
  deps: MineDeps,
  run: MineRun,
  { repository, known, note }: Extraction,
  verdicts: AsyncIterable<Verdict>,
): Promise<MineSummary> {
  const { runId, config } = run;
  const repositoryKey = repository.key;
  const mined: Verdict['mined'][] = [];
  let added = 0;
  for await (const chunk of inChunks(verdicts, chunkSize)) {
    const stored = await Promise.all(chunk.map((verdict) => storeItem(deps, verdict)));
    const items = stored.filter((item) => item !== null);
    const rows = chunk.map((verdict, index) => {
      return { ...verdict.mined, itemDigest: stored[index]?.digest ?? null };
    });
    added += await recordMined(deps.database, { runId, repositoryKey, items, verdicts: rows });
    await noteSeen(deps.database, repositoryKey, seenStates(rows, known, run));
    mined.push(...rows);
    note({ extracted: mined.length });
  }
  return { source: config.source, added, ...countFunnel(mined) };
}

/** The store names a blob by the same digest that names the item: SHA-256 of its canonical JSON. */
async function storeItem(
  { store }: MineDeps,
  { item, mined, signature, authorKey }: Verdict,
): Promise<NewItem | null> {
  if (item === null) return null;
  const content = await store.putJson(item, mediaTypes.item);
  return { digest: content.sha256, content, url: mined.url, item, signature, authorKey };
}

async function* inChunks<T>(entries: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const entry of entries) {
    chunk.push(entry);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Commits that git did not hold may be there another time. */
const passing: ReadonlySet<MinedPullRequest['reason']> = new Set(['objects_missing']);

/** The states that need not be looked at again until they change. A history tells no time of an update. */
function seenStates(
  verdicts: readonly MinedPullRequest[],
  known: Extraction['known'],
  { runId, config }: MineRun,
): SeenState[] {
  const basis = basisDigest(config);
  return verdicts.flatMap(({ number, reason }) => {
    const candidate = known.get(number);
    if (candidate?.updatedAt === undefined || passing.has(reason)) return [];
    const { updatedAt } = candidate;
    const digests = { contentDigest: candidateDigest(candidate), basisDigest: basis };
    return [{ number, updatedAt, ...digests, runId }];
  });
}

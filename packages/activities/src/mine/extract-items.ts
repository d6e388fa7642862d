import type { GitMirror } from '@evoline/clients/git/git-mirror';
import { type ArtifactRef, mediaTypes } from '@evoline/contract/artifact';
import type { MineSummary, SourceRepository } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { type NewItem, recordMined } from '@evoline/db/queries/record-mined';
import { examineAll } from '@evoline/domain/mine/examine-all';
import type { Verdict } from '@evoline/domain/mine/examine-pull-request';
import { countFunnel } from '@evoline/domain/mine/funnel';
import type { LoadedHistory } from '@evoline/domain/mine/load-history';
import type { ActivityContext } from '../activity-context.ts';
import { withPulse } from '../pulse.ts';
import { readPage } from './candidate-pages.ts';
import { completeMirror } from './complete-mirror.ts';
import type { MineDeps } from './mine-deps.ts';
import { type MineRun, readMineRun, renewNothing, withMirror } from './mine-run.ts';

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
  context: ActivityContext,
): Promise<MineSummary> {
  return await withPulse(context, renewNothing, async (note) => {
    const run = await readMineRun(deps, request.runId);
    const candidates = await readPage(deps, request.page);
    const folder = await completeMirror(deps, run, request.repository, candidates, context);
    return await withMirror(deps, folder, context, async (mirror) => {
      const history = await deps.histories.load(mirror);
      const verdicts = examineOn({ run, request, mirror, history, candidates });
      return await writeVerdicts(deps, run, request, verdicts, note);
    });
  });
}

interface Place {
  readonly run: MineRun;
  readonly request: ExtractRequest;
  readonly mirror: GitMirror;
  readonly history: LoadedHistory;
  readonly candidates: readonly PullRequestCandidate[];
}

function examineOn({ run, request, mirror, history, candidates }: Place): AsyncGenerator<Verdict> {
  const numbers = new Set(candidates.map((candidate) => candidate.number));
  return examineAll(candidates, {
    repository: request.repository.name,
    graph: history.graph,
    git: mirror,
    filters: run.config.filters,
    isPullRequest: (number) => numbers.has(number) || history.pullHeads.has(number),
  });
}

async function writeVerdicts(
  deps: MineDeps,
  { runId, config }: MineRun,
  { repository }: ExtractRequest,
  verdicts: AsyncIterable<Verdict>,
  note: (detail: unknown) => void,
): Promise<MineSummary> {
  const mined: Verdict['mined'][] = [];
  let added = 0;
  for await (const chunk of inChunks(verdicts, chunkSize)) {
    const items = await Promise.all(chunk.map((verdict) => storeItem(deps, verdict)));
    const kept = items.filter((item) => item !== null);
    const rows = chunk.map((verdict, index) => ({
      ...verdict.mined,
      itemDigest: items[index]?.digest ?? null,
    }));
    added += await recordMined(deps.database, {
      runId,
      repositoryKey: repository.key,
      items: kept,
      verdicts: rows,
    });
    mined.push(...rows);
    note({ extracted: mined.length });
  }
  return { source: config.source, added, ...countFunnel(mined) };
}

/** The store names a blob by the same digest that names the item: SHA-256 of its canonical JSON. */
async function storeItem({ store }: MineDeps, { item, mined }: Verdict): Promise<NewItem | null> {
  if (item === null) return null;
  const content = await store.putJson(item, mediaTypes.item);
  return { digest: content.sha256, content, url: mined.url, item };
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

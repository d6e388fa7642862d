import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { type Begun, beginExamination, type Refused } from './begin-examination.ts';
import type { ContextChooser } from './context/context-chooser.ts';
import { planContext, type Planned, withContext } from './context/with-context.ts';
import { finishExamination } from './examine-pull-request.ts';
import type { Examination, Verdict } from './examination.ts';
import { RootReader } from './licence/root-reader.ts';
import { endsOf } from './pull-request-ends.ts';

/** So many pull requests are on their way at once: git reads on while we replay. */
const atOnce = 8;

/**
 * Examines pull requests in their order; a few at once, so memory stays bounded. Those that are kept are
 * given their context. Of a blobless mirror, what all of them need is fetched in three requests before:
 * licences, contents, context.
 */
export async function* examineAll(
  candidates: readonly PullRequestCandidate[],
  examination: Examination,
  chooser: ContextChooser | null = null,
): AsyncGenerator<Verdict> {
  const where = { ...examination, roots: examination.roots ?? new RootReader(examination.git) };
  if (await where.git.isBlobless()) {
    yield* examineBlobless(candidates, where, chooser);
    return;
  }
  yield* inOrder(candidates, async (one) => {
    const verdict = await finishExamination(await beginExamination(one, where), where);
    return await withContext(await planContext(verdict, chooser), chooser);
  });
}

async function* examineBlobless(
  candidates: readonly PullRequestCandidate[],
  where: Examination & { readonly roots: RootReader },
  chooser: ContextChooser | null,
): AsyncGenerator<Verdict> {
  const { git } = where;
  await fetchRoots(candidates, where);
  const begun = await collect(inOrder(candidates, (one) => beginExamination(one, where)));
  await git.fetchBlobs(begun.flatMap((one) => (one.refusal === null ? one.blobs : [])));
  const finish = (one: Begun | Refused) => finishExamination(one, where);
  if (chooser === null) {
    yield* inOrder(begun, finish);
    return;
  }
  const planned = await collect(
    inOrder(begun, async (one) => planContext(await finish(one), chooser)),
  );
  await git.fetchBlobs(planned.flatMap((one) => one.candidates.map(({ blob }) => blob)));
  yield* inOrder(planned, (one: Planned) => withContext(one, chooser));
}

async function* inOrder<T, R>(all: readonly T[], work: (one: T) => Promise<R>): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for (const one of all) {
      running.push(work(one));
      const first = running.length >= atOnce ? running.shift() : undefined;
      if (first !== undefined) yield await first;
    }
    for (let next = running.shift(); next !== undefined; next = running.shift()) yield await next;
  } finally {
    // What still runs when the caller stops must not become an unhandled rejection.
    for (const rest of running) rest.catch(() => {});
  }
}

async function fetchRoots(
  candidates: readonly PullRequestCandidate[],
  { git, graph, roots }: Examination & { readonly roots: RootReader },
): Promise<void> {
  const bases = candidates.map((candidate) => endsOf(candidate, graph).mergeBase);
  const trees = new Set(bases.flatMap((id) => graph.find(id ?? '')?.tree ?? []));
  const blobs = await Promise.all([...trees].map((tree) => roots.blobsOf(tree)));
  await git.fetchBlobs(blobs.flat());
}

async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const one of all) collected.push(one);
  return collected;
}

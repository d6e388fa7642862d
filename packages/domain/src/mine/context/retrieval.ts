import type { PullRequestItem } from '@evoline/contract/mine';
import type { CommitGraph } from '../commit-graph.ts';
import type { GitReader } from '../git-reader.ts';
import { basePosition } from './base-position.ts';
import { type CandidateFile, candidateFiles } from './candidate-files.ts';
import { ChangedSources, changedSources } from './changed-sources.ts';
import type { ContextMemory } from './context-memory.ts';
import { FolderReader } from './folder-reader.ts';
import { type RankedFile, rankByRetrieval, type ReadFiles } from './rank-by-retrieval.ts';

/** Where files are looked for. */
export interface RetrievalPlace {
  readonly git: GitReader;
  readonly graph: CommitGraph;
  /** Loaded when it is first needed. */
  readonly memory: () => Promise<ContextMemory>;
}

export const retrievalMethod = 'retrieval@1';

/**
 * Finds files that a change left alone and that belong to it, without a model: by imports, by what changed
 * together before the merge base, and by names. The same repository and change give the same files.
 */
export class Retrieval {
  readonly #place: RetrievalPlace;

  constructor(place: RetrievalPlace) {
    this.#place = place;
  }

  /** What may have to be read to rank it; all of it exists at the merge base. */
  async candidates(item: Pick<PullRequestItem, 'files' | 'mergeBase'>): Promise<CandidateFile[]> {
    const { git, graph } = this.#place;
    const { paths: history, folders } = await this.#place.memory();
    const tree = graph.find(item.mergeBase)?.tree ?? '';
    const position = basePosition(graph, item.mergeBase, (id) => history.positionOf(id));
    const changed = new ChangedSources(changedSources(item));
    const place = { history, folders: new FolderReader(git, folders) };
    return await candidateFiles(place, changed, { tree, position });
  }

  /** The most relevant first. */
  async rank(
    item: Pick<PullRequestItem, 'files'>,
    candidates: readonly CandidateFile[],
    read: ReadFiles,
  ): Promise<RankedFile[]> {
    const { imports } = await this.#place.memory();
    const changed = new ChangedSources(changedSources(item));
    return await rankByRetrieval(candidates, changed, imports, read);
  }
}

import type { BlobContent } from '@evoline/contract/git-history';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { CommitGraph } from '../commit-graph.ts';
import { basePosition } from './base-position.ts';
import { type CandidateFile, candidateFiles } from './candidate-files.ts';
import { ChangedSources, changedSources } from './changed-sources.ts';
import type { FolderReader } from './folder-reader.ts';
import type { PathHistory } from './path-history.ts';
import { ImportCache, type RankedFile, rankByRetrieval } from './rank-by-retrieval.ts';

/** Where files are looked for. */
export interface RetrievalPlace {
  readonly graph: CommitGraph;
  readonly folders: FolderReader;
  /** Read when it is first needed. */
  readonly history: () => Promise<PathHistory>;
}

export const retrievalMethod = 'retrieval@1';

/**
 * Finds files that a change left alone and that belong to it, without a model: by imports, by what changed
 * together before the merge base, and by names. The same repository and change give the same files.
 */
export class Retrieval {
  readonly #place: RetrievalPlace;
  readonly #imports = new ImportCache();

  constructor(place: RetrievalPlace) {
    this.#place = place;
  }

  /** What has to be read to rank it. */
  async candidates(item: Pick<PullRequestItem, 'files' | 'mergeBase'>): Promise<CandidateFile[]> {
    const { graph, folders } = this.#place;
    const history = await this.#place.history();
    const tree = graph.find(item.mergeBase)?.tree ?? '';
    const position = basePosition(graph, item.mergeBase, (id) => history.positionOf(id));
    const changed = new ChangedSources(changedSources(item));
    return await candidateFiles({ history, folders }, changed, { tree, position });
  }

  /** The most relevant first. */
  rank(
    item: Pick<PullRequestItem, 'files'>,
    candidates: readonly CandidateFile[],
    contents: readonly BlobContent[],
  ): RankedFile[] {
    const changed = new ChangedSources(changedSources(item));
    return rankByRetrieval(candidates, contents, changed, this.#imports);
  }
}

import type { BlobContent } from '@evoline/contract/git-history';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { ContextConfig, ContextFile } from '@evoline/contract/mining-context';
import { estimateTokens } from '../estimate-tokens.ts';
import { generatedContent } from '../files/generated-content.ts';
import type { GitAttributes } from '../files/git-attributes.ts';
import { promptTokens } from '../filters/token-budget.ts';
import type { GitReader } from '../git-reader.ts';
import type { RootReader } from '../licence/root-reader.ts';
import { findSecret } from '../secrets/find-secret.ts';
import type { CandidateFile } from './candidate-files.ts';
import { ChangedSources, changedSources } from './changed-sources.ts';
import { isEligiblePath } from './eligible-path.ts';
import {
  type AskEngine,
  engineMethod,
  engineQuestion,
  pathsOfAnswer,
  pathsToShow,
} from './engine-question.ts';
import { Retrieval, retrievalMethod, type RetrievalPlace } from './retrieval.ts';
import { unrelated } from './relevance.ts';

export interface ContextPlace extends RetrievalPlace {
  readonly git: GitReader;
  readonly roots: RootReader;
  readonly config: ContextConfig;
  /** Estimated; no context file may lead over it. */
  readonly maxPromptTokens: number;
  /** null where no engine was configured. */
  readonly ask: AskEngine | null;
}

const maxFilesListed = 20_000;
/** An engine may name files that turn out not to fit. */
const spareFiles = 2;

/** Chooses relevant files that kept pull requests left alone. */
export class ContextChooser {
  readonly #place: ContextPlace;
  readonly #retrieval: Retrieval;

  constructor(place: ContextPlace) {
    this.#place = place;
    this.#retrieval = new Retrieval(place);
  }

  /** Files whose contents choosing needs; all of them exist at the merge base. */
  async candidates(item: PullRequestItem): Promise<readonly CandidateFile[]> {
    const { by } = this.#place.config;
    if (by === 'none') return [];
    return await (by === 'engine' ? this.#askEngine(item) : this.#retrieval.candidates(item));
  }

  /** The item with its context, the most relevant first. Its files are those of `candidates`. */
  async choose(
    item: PullRequestItem,
    candidates: readonly CandidateFile[],
  ): Promise<PullRequestItem> {
    const { by, engine } = this.#place.config;
    if (by === 'none') return item;
    const contents = await this.#read(candidates);
    const ranked =
      by === 'engine'
        ? candidates.map(({ path }, index) => ({ path, content: textOf(contents[index]) }))
        : this.#retrieval.rank(item, candidates, contents);
    const tree = this.#place.graph.find(item.mergeBase)?.tree ?? '';
    const { attributes } = await this.#place.roots.read(tree);
    const method = by === 'engine' ? engineMethod : retrievalMethod;
    const contextBy = { method, model: engine?.model ?? null };
    return { ...item, context: this.#fitting(item, ranked, attributes), contextBy };
  }

  async #askEngine(item: PullRequestItem): Promise<CandidateFile[]> {
    const { ask, folders, graph, config } = this.#place;
    if (ask === null) throw new Error('no engine was handed in');
    const tree = graph.find(item.mergeBase)?.tree ?? '';
    const changed = new ChangedSources(changedSources(item));
    const all = await folders.allFiles(tree, maxFilesListed);
    const others = all.filter((path) => isEligiblePath(path) && !changed.paths.has(path));
    if (others.length === 0) return [];
    const shown = pathsToShow(others, changed);
    const most = config.files * spareFiles;
    const question = engineQuestion(item, [...changed.paths].toSorted(), shown, most);
    const named = pathsOfAnswer(await ask(question), new Set(shown)).slice(0, most);
    const blobs = await Promise.all(named.map((path) => folders.blobAt(tree, path)));
    return named.flatMap((path, index) => {
      const blob = blobs[index] ?? null;
      return blob === null ? [] : [{ path, blob, relation: unrelated }];
    });
  }

  /** What is too large is not read. */
  async #read(candidates: readonly CandidateFile[]): Promise<BlobContent[]> {
    const { git, config } = this.#place;
    const ids = candidates.map(({ blob }) => blob);
    const sizes = await git.blobSizes(ids);
    const isSmall = (index: number) => (sizes[index] ?? Infinity) <= config.maxFileBytes;
    const small = ids.filter((_, index) => isSmall(index));
    const contents = new Map((await git.blobContents(small)).map((one, at) => [small[at], one]));
    return ids.map((id) => contents.get(id) ?? { kind: 'missing' });
  }

  #fitting(
    item: PullRequestItem,
    ranked: readonly { readonly path: string; readonly content: string | null }[],
    attributes: GitAttributes,
  ): ContextFile[] {
    const { config, maxPromptTokens } = this.#place;
    const chosen: ContextFile[] = [];
    let tokens = promptTokens(item);
    for (const { path, content } of ranked) {
      if (chosen.length === config.files) break;
      if (content === null || content.trim() === '') continue;
      const more = tokens + estimateTokens(path) + estimateTokens(content);
      if (more > maxPromptTokens || !isShowable(path, content, attributes)) continue;
      chosen.push({ path, content });
      tokens = more;
    }
    return chosen;
  }
}

/** Nothing that a tool wrote, that others wrote, or that holds a secret. */
function isShowable(path: string, content: string, attributes: GitAttributes): boolean {
  const { isGenerated, isVendored } = attributes.of(path);
  if (isGenerated === true || isVendored === true) return false;
  return generatedContent(path, content) === null && findSecret(content) === null;
}

function textOf(content: BlobContent | undefined): string | null {
  return content?.kind === 'text' ? content.text : null;
}

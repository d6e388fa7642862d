import type { BlobContent } from '@evoline/contract/git-history';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { ContextConfig, ContextFile } from '@evoline/contract/mining-context';
import { estimateTokens } from '../estimate-tokens.ts';
import { generatedContent } from '../files/generated-content.ts';
import type { GitAttributes } from '../files/git-attributes.ts';
import { promptTokens } from '../filters/token-budget.ts';
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
import { FolderReader } from './folder-reader.ts';
import { Retrieval, retrievalMethod, type RetrievalPlace } from './retrieval.ts';
import { unrelated } from './relevance.ts';

export interface ContextPlace extends RetrievalPlace {
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
    const read = (files: readonly CandidateFile[]) => this.#read(files);
    const ranked =
      by === 'engine' ? candidates : await this.#retrieval.rank(item, candidates, read);
    const method = by === 'engine' ? engineMethod : retrievalMethod;
    const contextBy = { method, model: engine?.model ?? null };
    return { ...item, context: await this.#fitting(item, ranked), contextBy };
  }

  async #askEngine(item: PullRequestItem): Promise<CandidateFile[]> {
    const { ask, git, graph, config, memory } = this.#place;
    if (ask === null) throw new Error('no engine was handed in');
    const tree = graph.find(item.mergeBase)?.tree ?? '';
    const changed = new ChangedSources(changedSources(item));
    const folders = new FolderReader(git, (await memory()).folders);
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

  async #fitting(item: PullRequestItem, ranked: readonly CandidateFile[]): Promise<ContextFile[]> {
    const { config, graph, maxPromptTokens, roots } = this.#place;
    const { attributes } = await roots.read(graph.find(item.mergeBase)?.tree ?? '');
    const chosen: ContextFile[] = [];
    let tokens = promptTokens(item);
    for (let at = 0; at < ranked.length; at += config.files) {
      const some = ranked.slice(at, at + config.files);
      const contents = await this.#read(some);
      for (const [index, { path }] of some.entries()) {
        if (chosen.length === config.files) return chosen;
        const content = textOf(contents[index]);
        if (content === null || content.trim() === '') continue;
        const more = tokens + estimateTokens(path) + estimateTokens(content);
        if (more > maxPromptTokens || !isShowable(path, content, attributes)) continue;
        chosen.push({ path, content });
        tokens = more;
      }
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

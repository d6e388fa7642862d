import type { FilterConfig } from '@evoline/contract/mining-filters';
import type { BenchmarkInstance } from './benchmark-file.ts';
import { type Signature, signatureOf } from './min-hash.ts';
import { filePatches, patchIdOf } from './patch-id.ts';
import { SimilarSignatures } from './similar-signatures.ts';
import { gramHashes, wordsOf } from './word-grams.ts';
import { isTestPath } from '../files/test-path.ts';

/** Words in a row that make a shingle: few, so that a word changed in every dozen leaves texts alike. */
const shingleWords = 2;
/** Shorter texts are like each other by accident. */
const leastWords = 20;

/** Benchmark tasks, asked whether a commit, a patch or a text is theirs. */
export class BenchmarkIndex {
  readonly #words: number;
  readonly #commits = new Map<string, string>();
  readonly #wholePatches = new Map<string, string>();
  /** By the first file of each patch: the files that all have to be there, and whose they are. */
  readonly #filePatches = new Map<
    string,
    { readonly ids: readonly string[]; readonly task: string }[]
  >();
  readonly #grams = new Map<number, string>();
  readonly #statements: SimilarSignatures<string>;

  constructor(
    instances: Iterable<BenchmarkInstance>,
    {
      benchmarkWords,
      benchmarkSimilarity,
    }: Pick<FilterConfig, 'benchmarkWords' | 'benchmarkSimilarity'>,
  ) {
    this.#words = benchmarkWords;
    this.#statements = new SimilarSignatures(benchmarkSimilarity);
    for (const instance of instances) this.#add(instance);
  }

  /** Base commits of all tasks with the task that each belongs to. */
  get commits(): ReadonlyMap<string, string> {
    return this.#commits;
  }

  /** The task that a patch solves: its whole change, without tests, or among more. null when there is none. */
  taskOfPatch(patch: string): string | null {
    if (this.#wholePatches.size === 0 && this.#filePatches.size === 0) return null;
    const files = filePatches(patch);
    const ids = new Set(files.map(({ id }) => id));
    const code = files.filter(({ path }) => !isTestPath(path));
    const whole =
      this.#wholePatches.get(patchIdOf(files)) ?? this.#wholePatches.get(patchIdOf(code));
    if (whole !== undefined) return whole;
    for (const id of ids) {
      const found = this.#filePatches
        .get(id)
        ?.find((one) => one.ids.every((other) => ids.has(other)));
      if (found !== undefined) return found.task;
    }
    return null;
  }

  /** How a text overlaps with a task's statement, for people; null when it does not. */
  overlapOf(text: string): string | null {
    if (this.#grams.size === 0) return null;
    const words = wordsOf(text);
    for (const gram of gramHashes(words, this.#words)) {
      const task = this.#grams.get(gram);
      if (task !== undefined) return `${this.#words} words in a row with ${task}`;
    }
    if (words.length < leastWords) return null;
    const alike = this.#statements.find(signatureOfWords(words));
    return alike === null ? null : `${Math.round(alike.similarity * 100)} % alike ${alike.value}`;
  }

  #add({ id, baseCommit, patch, patchId, statement }: BenchmarkInstance): void {
    if (baseCommit !== null) this.#commits.set(baseCommit, id);
    if (patchId !== null) this.#wholePatches.set(patchId, id);
    const ids = patch === null ? [] : filePatches(patch).map((file) => file.id);
    const [first] = ids;
    if (first !== undefined) {
      this.#filePatches.set(first, [...(this.#filePatches.get(first) ?? []), { ids, task: id }]);
    }
    if (statement === null) return;
    const words = wordsOf(statement);
    for (const gram of gramHashes(words, this.#words)) this.#grams.set(gram, id);
    if (words.length >= leastWords) this.#statements.add(signatureOfWords(words), id);
  }
}

function signatureOfWords(words: readonly string[]): Signature {
  return signatureOf([...gramHashes(words, shingleWords)].map((hash) => hash >>> 0));
}

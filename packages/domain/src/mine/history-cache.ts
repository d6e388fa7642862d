import type { ContextMemory } from './context/context-memory.ts';
import { loadContextMemory } from './context/load-context-memory.ts';
import { type HistoryReader, type LoadedHistory, loadHistory } from './load-history.ts';

/** Commits kept in all, of about 1 kB each; the histories that were not asked for longest go first. */
const maxCommits = 150_000;

/** Histories that a run asks for again and again, kept while their refs stay as they are. */
export class HistoryCache {
  readonly #histories = new Map<string, LoadedHistory>();
  readonly #memories = new WeakMap<LoadedHistory, Promise<ContextMemory>>();

  async load(
    reader: HistoryReader,
    key: string,
    onProgress?: (commits: number) => void,
  ): Promise<LoadedHistory> {
    const known = this.#histories.get(key);
    const refs = await reader.refs();
    const isCurrent = known !== undefined && known.fingerprint === refs.fingerprint;
    const history = isCurrent ? known : await loadHistory(reader, refs, onProgress);
    this.#histories.delete(key);
    this.#histories.set(key, history);
    this.#trim();
    return history;
  }

  /** What choosing context files remembers, loaded when it is first asked for and kept with its history. */
  async memoryOf(reader: HistoryReader, key: string): Promise<ContextMemory> {
    const history = await this.load(reader, key);
    const known = this.#memories.get(history);
    if (known !== undefined) return await known;
    const reading = loadContextMemory(reader, history.head?.id ?? null);
    this.#memories.set(history, reading);
    // What could not be read is asked for again.
    reading.catch(() => this.#memories.delete(history));
    return await reading;
  }

  #trim(): void {
    let commits = 0;
    for (const { graph } of this.#histories.values()) commits += graph.size;
    for (const [key, { graph }] of this.#histories) {
      if (commits <= maxCommits || this.#histories.size === 1) return;
      this.#histories.delete(key);
      commits -= graph.size;
    }
  }
}

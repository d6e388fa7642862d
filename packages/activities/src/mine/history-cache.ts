import type { GitMirror } from '@evoline/clients/git/git-mirror';
import { type LoadedHistory, loadHistory } from '@evoline/domain/mine/load-history';

/** Histories that are read again and again within a run; the least used go first. */
const maxCommits = 400_000;

/** Commit graphs of mirrors, kept while their refs stay as they are. */
export class HistoryCache {
  readonly #histories = new Map<string, LoadedHistory>();

  async load(mirror: GitMirror, onProgress?: (commits: number) => void): Promise<LoadedHistory> {
    const known = this.#histories.get(mirror.folder);
    const { fingerprint } = await mirror.refs();
    const isCurrent = known !== undefined && known.fingerprint === fingerprint;
    const history = isCurrent ? known : await loadHistory(mirror, onProgress);
    this.#histories.delete(mirror.folder);
    this.#histories.set(mirror.folder, history);
    this.#trim();
    return history;
  }

  #trim(): void {
    let commits = [...this.#histories.values()].reduce((sum, { graph }) => sum + graph.size, 0);
    for (const [folder, { graph }] of this.#histories) {
      if (commits <= maxCommits || this.#histories.size === 1) return;
      this.#histories.delete(folder);
      commits -= graph.size;
    }
  }
}

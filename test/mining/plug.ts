import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { GitHubDouble } from '@evoline/testing/github/start-github-double';

/** Where a worker process ends: at a request to GitHub, a write to the store, or between two activities. */
export interface KillPoint {
  readonly at: 'request' | 'write' | 'activity';
  /** How many of these still went through. */
  readonly after: number;
}

/** The process is gone. */
export class Killed extends Error {}

/**
 * What stands between a miner and everything outside of it. Once the plug is pulled nothing gets through any
 * more, as when the process has ended; a new plug is a new process.
 */
export class Plug {
  readonly #point: KillPoint;
  #left: number;
  isPulled = false;

  constructor(point: KillPoint, double: GitHubDouble) {
    this.#point = point;
    this.#left = point.after;
    double.state.faults.clear();
    // not worth another try to anyone: the end comes at once, for git as well
    const answer = { kind: 'status', status: 401 } as const;
    if (point.at === 'request')
      double.state.faults.plan({ skip: point.after, times: null, answer });
  }

  /** Ends it here when this was its last step of that kind. */
  step(kind: 'write' | 'activity'): void {
    if (this.isPulled) throw new Killed();
    if (this.#point.at !== kind) return;
    this.isPulled = this.#left === 0;
    if (this.isPulled) throw new Killed();
    this.#left -= 1;
  }

  /** The store as the process sees it; what was written stays. */
  store(under: ArtifactStore): ArtifactStore {
    return {
      put: (content, mediaType) => this.#through(() => under.put(content, mediaType)),
      putJson: (value, mediaType) => this.#through(() => under.putJson(value, mediaType)),
      putDirectory: (directory) => this.#through(() => under.putDirectory(directory)),
      get: (ref) => under.get(ref),
      getJson: (ref) => under.getJson(ref),
      has: (sha256) => under.has(sha256),
      materialise: (ref) => under.materialise(ref),
      list: () => under.list(),
      remove: (sha256, since) => this.#through(() => under.remove(sha256, since)),
      sweepHalfWritten: (before, options) =>
        this.#through(() => under.sweepHalfWritten(before, options)),
    };
  }

  async #through<T>(write: () => Promise<T>): Promise<T> {
    this.step('write');
    return await write();
  }
}

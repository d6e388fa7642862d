import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { type GitProgram, openGitProgram } from '@evoline/clients/git/git-program';
import { MirrorFolder } from '@evoline/clients/git/mirror-folder';
import { TokenPool } from '@evoline/clients/github/token-pool';
import type { Database } from '@evoline/db/open-database';
import { HistoryCache } from './history-cache.ts';

/** What mining activities work with; one per worker process. */
export interface MineDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
  readonly git: GitProgram;
  readonly mirrors: MirrorFolder;
  readonly histories: HistoryCache;
  /** GitHub at GITHUB_API_URL. */
  readonly github: TokenPool;
  /** The demo world; null where none is served. */
  readonly demo: TokenPool | null;
}

export interface MineDepsOptions {
  readonly database: Database;
  readonly store: ArtifactStore;
  /** Absolute path; mirrors and git's settings are kept below it. */
  readonly cacheFolder: string;
  /** Where git is found (PATH) and proxies; nothing else of it is passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** GITHUB_API_URL, such as `https://api.github.com`. */
  readonly githubApiUrl: string;
  /** GITHUB_TOKENS; kept in memory only. */
  readonly githubTokens: readonly string[];
  /** DEMO_WORLD_URL; null where none is served. */
  readonly demoWorldUrl: string | null;
}

/** The demo world takes any token; without one GraphQL refuses, as GitHub's does. */
const demoToken = 'demo';

/** Puts together what mining works with. Starts no process and asks nobody. */
export async function openMineDeps(options: MineDepsOptions): Promise<MineDeps> {
  const { database, store, cacheFolder, environment, demoWorldUrl } = options;
  const git = await openGitProgram({ cacheFolder, environment });
  return {
    database,
    store,
    git,
    mirrors: new MirrorFolder(git, `${cacheFolder}/mirrors`),
    histories: new HistoryCache(),
    github: new TokenPool({ apiUrl: options.githubApiUrl, tokens: options.githubTokens }),
    demo:
      demoWorldUrl === null ? null : new TokenPool({ apiUrl: demoWorldUrl, tokens: [demoToken] }),
  };
}

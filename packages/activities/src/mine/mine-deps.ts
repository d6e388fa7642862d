import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { GhArchive } from '@evoline/clients/gh-archive/gh-archive';
import { GitMirrors } from '@evoline/clients/git/git-mirrors';
import type { MirrorLimits } from '@evoline/clients/git/mirror-limits';
import type { GitHubAppCredential } from '@evoline/clients/github/credential';
import { TokenPool } from '@evoline/clients/github/token-pool';
import type { Database } from '@evoline/db/open-database';
import { HistoryCache } from '@evoline/domain/mine/history-cache';
import type { ContextEngineAccess } from './context-engine.ts';
import { databaseQuotaBook } from './database-quota-book.ts';

/** What mining activities work with; one per worker process. */
export interface MineDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
  readonly mirrors: GitMirrors;
  readonly histories: HistoryCache;
  /** GitHub at GITHUB_API_URL. */
  readonly github: TokenPool;
  /** The demo world; null where none is served. */
  readonly demo: TokenPool | null;
  readonly archive: GhArchive;
  readonly contextEngine: ContextEngineAccess;
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
  /** GITHUB_APP_ID and its key; its installations are used beside the tokens. */
  readonly githubApp?: GitHubAppCredential | undefined;
  /** DEMO_WORLD_URL; null where none is served. */
  readonly demoWorldUrl: string | null;
  /** GH_ARCHIVE_URL; default: GH Archive's own address. */
  readonly archiveUrl?: string | undefined;
  /** Default: none. */
  readonly contextEngine?: ContextEngineAccess;
  /** Default: `defaultMirrorLimits`. */
  readonly mirrorLimits?: Partial<MirrorLimits>;
  /** Milliseconds since 1970; default: this machine's clock. */
  readonly now?: (() => number) | undefined;
}

/** Puts together what mining works with. Starts no process and asks nobody. */
export async function openMineDeps(options: MineDepsOptions): Promise<MineDeps> {
  const { database, store, cacheFolder, environment, demoWorldUrl, now } = options;
  const { githubApiUrl: apiUrl, githubTokens: tokens, githubApp: app } = options;
  const book = databaseQuotaBook(database);
  return {
    database,
    store,
    mirrors: await GitMirrors.open({
      cacheFolder,
      environment,
      limits: options.mirrorLimits ?? {},
    }),
    histories: new HistoryCache(),
    github: new TokenPool({ apiUrl, tokens, app, book, now }),
    contextEngine: options.contextEngine ?? { address: null, key: null },
    archive: new GhArchive({ address: options.archiveUrl ?? 'https://data.gharchive.org' }),
    demo: demoWorldUrl === null ? null : TokenPool.ofDemoWorld(demoWorldUrl, book),
  };
}

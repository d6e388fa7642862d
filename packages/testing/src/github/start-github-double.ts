import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { underTest } from '../env.ts';
import { serveLoopback } from '../http/serve-loopback.ts';
import {
  buildDemoWorld,
  type DemoWorld,
  type DemoWorldOptions,
} from '../world/build-demo-world.ts';
import { DoubleState, type AccessOptions } from './double-state.ts';
import { githubApp } from './github-app.ts';
import { loadRepository } from './load-repository.ts';
import type { ResponseCheck } from './openapi/response-check.ts';

export interface GitHubDoubleOptions extends AccessOptions {
  /** Where worlds and clones are kept between runs. */
  readonly home: string;
  /** 0: a free one. */
  readonly port?: number;
  /** The demo world and its size; absent: none. */
  readonly world?: DemoWorldOptions;
  /** A folder that holds `repos/<owner>__<name>/` in the corpus file shapes. */
  readonly corpus?: string;
  /** Only these of the corpus, as owner/name. */
  readonly only?: readonly string[];
}

export interface GitHubDouble {
  /** Base address of REST (`/repos/...`), GraphQL (`/graphql`) and git (`/<owner>/<name>.git`). */
  readonly url: string;
  readonly state: DoubleState;
  readonly world: DemoWorld | null;
  close(): Promise<void>;
}

/** Starts a stateful GitHub-shaped server on the loopback interface. */
export async function startGitHubDouble(options: GitHubDoubleOptions): Promise<GitHubDouble> {
  const state = new DoubleState({ check: await checkUnderTest(), ...options });
  const home = resolve(options.home);
  const world = options.world === undefined ? null : await buildDemoWorld(home, options.world);
  const corpora = [world?.folder, options.corpus].filter((folder) => folder !== undefined);
  for (const corpus of corpora)
    for (const name of (await readdir(join(corpus, 'repos'))).toSorted()) {
      if (corpus === options.corpus && options.only?.includes(name.replace('__', '/')) === false)
        continue;
      state.host.add(await loadRepository(join(corpus, 'repos', name), home));
    }
  const app = githubApp(state);
  const server = await serveLoopback((request, env) => app.fetch(request, env), options.port);
  return { url: server.url, state, world, close: server.close };
}

/** In tests every answer is checked, where GitHub's description was fetched. */
async function checkUnderTest(): Promise<ResponseCheck | null> {
  if (!underTest) return null;
  return (await import('./openapi/response-check.ts')).ResponseCheck.open();
}

import { z } from 'zod';
import { type Credential, type GitHubAppCredential, installationCredential } from './credential.ts';
import { githubFailure, readAnswer } from './github-failure.ts';
import { appOctokit, type Conversation } from './mining-octokit.ts';

const Installations = z.array(
  z.object({ id: z.int().positive(), suspended_at: z.string().nullish() }),
);

const rowsPerPage = 100;

/** The installations that an app asks with: those that are named, else all that are not suspended. */
export async function installationsOf(
  conversation: Conversation,
  app: GitHubAppCredential,
): Promise<Credential[]> {
  if (app.installationIds.length > 0) {
    return app.installationIds.map((id) => installationCredential(app, id));
  }
  const octokit = appOctokit(conversation, app);
  const what = `installations of app ${app.appId}`;
  const found: Credential[] = [];
  try {
    for (let page = 1; ; page += 1) {
      const query = {
        method: 'GET',
        url: '/app/installations',
        per_page: rowsPerPage,
        page,
      } as const;
      const { data } = await octokit.request({ ...query, request: { signal: deadline() } });
      const rows = readAnswer(Installations, data, what);
      const usable = rows.filter((row) => row.suspended_at == null);
      found.push(...usable.map(({ id }) => installationCredential(app, id)));
      if (rows.length < rowsPerPage) return found;
    }
  } catch (error) {
    throw githubFailure(error, what, conversation.redaction);
  }
}

const timeoutMs = 30_000;
const deadline = () => AbortSignal.timeout(timeoutMs);

import { apiError, notFound } from '../api-errors.ts';
import { git } from '../../git/git-process.ts';
import type { HostedRepository, PullView } from '../hosted-repository.ts';

/** Where GitHub gives up on a whole diff; the list of files goes on to 3,000. */
const caps = { files: 300, lines: 20_000 } as const;

export const diffMediaType = 'application/vnd.github.diff';

/** `GET /pulls/{n}` with the diff media type: from the merge base, as text; 406 when it is too large. */
export async function diffAnswer(repository: HostedRepository, pull: PullView): Promise<Response> {
  if (pull.changed_files > caps.files) return tooLarge('files', caps.files);
  const clone = await repository.contents.git();
  if (clone === null) return notFound();
  const { base, head } = pull;
  const diff = await git(clone.folder, ['diff', `${base.sha}...${head.sha}`]);
  if (diff.split('\n').length > caps.lines) return tooLarge('lines', caps.lines);
  return new Response(diff, { headers: { 'content-type': `${diffMediaType}; charset=utf-8` } });
}

function tooLarge(what: 'files' | 'lines', cap: number): Response {
  const message = `Sorry, the diff exceeded the maximum number of ${what} (${cap}).`;
  const errors = [{ resource: 'PullRequest', field: 'diff', code: 'too_large' }];
  return apiError(406, message, { more: { errors }, path: '/rest/pulls/pulls' });
}

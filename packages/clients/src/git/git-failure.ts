import { EvolineFailure, type FailureCode } from '@evoline/contract/failures';

const unreachable =
  /unable to access|could not resolve|connection (?:refused|reset|timed out)|failed to connect|timed out|early EOF|unexpected disconnect|RPC failed|requested URL returned error: (?:5|429)|remote end hung up|out of memory|cannot allocate|unable to create '[^']*\.lock'/i;
const full = /no space left on device|disk quota exceeded/i;
const absent =
  /not found|does not exist|requested URL returned error: (?:403|404|451)|authentication failed|could not read Username/i;

/**
 * Names what git complained about. The message holds git's last words, without credentials.
 * A broken connection may be tried again; everything else needs a person.
 */
export function gitFailure(
  what: string,
  stderr: string,
  fallback: FailureCode = 'git_failed',
): EvolineFailure {
  const words = lastWords(stderr);
  const message = `git ${what}: ${words === '' ? 'ended without a word' : words}`;
  if (full.test(stderr)) return new EvolineFailure('disk_full', message);
  // A refusal comes in the same sentence as a broken connection, so it is looked for first.
  if (absent.test(stderr)) return new EvolineFailure('not_found', message);
  return new EvolineFailure(unreachable.test(stderr) ? 'git_unreachable' : fallback, message);
}

/** The last complaints in at most 400 characters; addresses lose their credentials. */
export function lastWords(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(fatal|error|remote):/i.test(line) || /denied|not found/i.test(line));
  const text = lines.length > 0 ? lines.slice(-3).join(' ') : stderr.trim().slice(-400);
  return text.replace(/:\/\/[^/@\s]+@/g, '://').slice(-400);
}

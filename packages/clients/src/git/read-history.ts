import type { CommitFacts } from '@evoline/contract/git-history';
import { gitOutput } from './git-output.ts';
import type { GitProgram } from './git-program.ts';

export interface ReadHistoryOptions {
  readonly gitFolder: string;
  /** Between two pieces of output. */
  readonly silenceSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

const fields = ['%H', '%T', '%P', '%at', '%ct', '%an', '%B'];
/** A message may be any length; what lies beyond says nothing about a pull request. */
const maxMessageLength = 1 << 16;
const maxPendingLength = 1 << 20;

/** Every commit that branches and pull request refs reach, in one `git log`, newest first by date. */
export async function* readHistory(
  program: GitProgram,
  options: ReadHistoryOptions,
): AsyncGenerator<CommitFacts> {
  const { gitFolder, signal, silenceSeconds } = options;
  const refs = ['--branches', '--glob=refs/pull', '--glob=refs/evoline'];
  const format = `--format=${fields.join('%x00')}%x00`;
  const args = [
    'log',
    format,
    '--encoding=UTF-8',
    '--no-color',
    '--no-notes',
    '--no-show-signature',
    '--no-mailmap',
  ];
  const reading = { gitFolder, silenceSeconds, signal, args: [...args, ...refs, '--'] };
  let rest = '';
  for await (const text of gitOutput(program, reading)) {
    rest = yield* commitsOf((rest + text).split('\0'));
    // Only the last field can be long; cutting it here keeps a hostile message from growing.
    if (rest.length > maxPendingLength) rest = rest.slice(0, 2 * maxMessageLength);
  }
}

/** Yields the complete records and returns what belongs to the next one. */
function* commitsOf(parts: readonly string[]): Generator<CommitFacts, string> {
  const complete = parts.length - 1 - ((parts.length - 1) % fields.length);
  for (let at = 0; at < complete; at += fields.length)
    yield commitOf(parts.slice(at, at + fields.length));
  return parts.slice(complete).join('\0');
}

function commitOf(record: readonly string[]): CommitFacts {
  const [
    id = '',
    tree = '',
    parents = '',
    authoredAt = '',
    committedAt = '',
    author = '',
    message = '',
  ] = record;
  return {
    id: id.trimStart(),
    tree,
    parents: parents === '' ? [] : parents.split(' '),
    authoredAt: Number(authoredAt),
    committedAt: Number(committedAt),
    author,
    message: message.slice(0, maxMessageLength).trimEnd(),
  };
}

import { spawn } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { programPath } from '../env.ts';
import { hermeticGitEnvironment } from '../git/git-process.ts';

/** Upload-pack as GitHub has it: partial clones, and any object that is reachable may be asked for by id. */
const uploadSettings = {
  'http.receivepack': 'false',
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
};

/**
 * Git's smart HTTP protocol by git itself: `git http-backend` as a CGI program (gitprotocol-http(5),
 * RFC 3875). `path` is what follows the repository in the address, such as `/info/refs`. Reading only.
 */
export async function serveGit(folder: string, path: string, request: Request): Promise<Response> {
  const child = spawn('git', ['http-backend'], {
    env: cgiEnvironment(folder, path, request),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-1000);
  });
  const stop = () => void child.kill('SIGKILL');
  request.signal.addEventListener('abort', stop, { once: true });
  child.once('close', () => request.signal.removeEventListener('abort', stop));
  const input = request.body === null ? Readable.from([]) : Readable.fromWeb(request.body);
  // a client or a git that goes away ends the exchange; there is nobody left to tell
  pipeline(input, child.stdin).catch(() => {});
  const answer = await readHead(child.stdout);
  // as where git was installed without this program
  if (answer === null) return new Response(complaint, { status: 500 });
  const { head, rest } = answer;
  const headers = new Headers();
  let status = 200;
  for (const line of head.split('\r\n')) {
    const [name = '', ...value] = line.split(': ');
    if (name === 'Status') status = Number(value.join(': ').split(' ')[0]);
    else if (name !== '') headers.append(name, value.join(': '));
  }
  return new Response(Readable.toWeb(Readable.from(rest)) as ReadableStream, { status, headers });
}

function cgiEnvironment(folder: string, path: string, request: Request): Record<string, string> {
  const url = new URL(request.url);
  const header = (name: string) => request.headers.get(name) ?? '';
  const settings = Object.entries(uploadSettings);
  const known = Number(hermeticGitEnvironment['GIT_CONFIG_COUNT']);
  const configuration = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${known + index}`, key],
    [`GIT_CONFIG_VALUE_${known + index}`, value],
  ]);
  return {
    PATH: programPath,
    ...hermeticGitEnvironment,
    ...Object.fromEntries(configuration),
    GIT_CONFIG_COUNT: `${known + settings.length}`,
    GIT_PROJECT_ROOT: dirname(folder),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${basename(folder)}${path}`,
    REQUEST_METHOD: request.method,
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: header('content-type'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
    REMOTE_ADDR: '127.0.0.1',
  };
}

/** Reads up to the empty line that ends a CGI head; the rest is the body. null: there was no head. */
async function readHead(
  output: Readable,
): Promise<{ head: string; rest: AsyncIterable<Buffer> } | null> {
  let seen = Buffer.alloc(0);
  const chunks = output.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    seen = Buffer.concat([seen, chunk as Buffer]);
    const end = seen.indexOf('\r\n\r\n');
    if (end === -1) continue;
    return {
      head: seen.subarray(0, end).toString(),
      rest: bodyAfter(seen.subarray(end + 4), output),
    };
  }
  return null;
}

async function* bodyAfter(first: Buffer, output: Readable): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  if (output.readableEnded) return;
  for await (const chunk of output) yield chunk as Buffer;
}

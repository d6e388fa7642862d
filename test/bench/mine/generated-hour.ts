import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Random } from '@evoline/testing/world/random';

/** Shares of an hour, in thousandths, after the counts of public hours; the rest are pushes. */
const shares = [
  ['PullRequestEvent', 90],
  ['IssueCommentEvent', 80],
  ['PullRequestReviewEvent', 50],
  ['IssuesEvent', 40],
  ['CreateEvent', 120],
  ['WatchEvent', 90],
  ['DeleteEvent', 40],
  ['ForkEvent', 20],
] as const;
type EventType = (typeof shares)[number][0] | 'PushEvent';

const words =
  'when the parser reads a long header it fails with an error and we should add a test'.split(' ');
const repositories = 40_000;

/**
 * Writes a gzip file of events as GH Archive has them: half with the full payloads of before October 2025, half
 * with the trimmed ones of after. The same count gives the same events.
 *
 * @returns bytes of the events before compression
 */
export async function writeGeneratedHour(file: string, events: number): Promise<number> {
  let bytes = 0;
  function* chunks(): Generator<Buffer> {
    const random = new Random('a generated hour');
    let waiting = '';
    for (let index = 0; index < events; index += 1) {
      waiting += `${JSON.stringify(eventOf(index, random))}\n`;
      if (waiting.length < 1 << 20 && index < events - 1) continue;
      const chunk = Buffer.from(waiting);
      bytes += chunk.length;
      waiting = '';
      yield chunk;
    }
  }
  await pipeline(Readable.from(chunks()), createGzip({ level: 1 }), createWriteStream(file));
  return bytes;
}

function eventOf(index: number, random: Random) {
  const type = typeOf(random.below(1000));
  const id = 1 + random.below(repositories);
  const name = `owner${id % 9_973}/repository${id}`;
  const isFull = index % 2 === 0;
  const month = isFull ? '2024-03' : '2025-11';
  const seconds = String(index % 60).padStart(2, '0');
  const actor = {
    id: random.below(1e7),
    login: `user${random.below(1e6)}`,
    avatar_url: address('u'),
  };
  return {
    id: String(30_000_000_000 + index),
    type,
    actor,
    repo: { id, name, url: address(`repos/${name}`) },
    payload: payloadOf(type, isFull, name, random),
    public: true,
    created_at: `${month}-01T07:00:${seconds}Z`,
  };
}

function typeOf(at: number): EventType {
  let above = 0;
  for (const [type, share] of shares) {
    above += share;
    if (at < above) return type;
  }
  return 'PushEvent';
}

function payloadOf(type: EventType, isFull: boolean, name: string, random: Random): object {
  const number = 1 + random.below(5_000);
  switch (type) {
    case 'PullRequestEvent': {
      const action = random.pick(['opened', 'closed', 'closed', 'synchronize']);
      return {
        action,
        number,
        pull_request: isFull
          ? wholePull(name, number, random)
          : { number, id: number, url: address(name) },
      };
    }
    case 'PullRequestReviewEvent':
      return {
        action: 'created',
        review: { body: text(random, 20) },
        pull_request: isFull ? wholePull(name, number, random) : { number },
      };
    case 'IssueCommentEvent':
    case 'IssuesEvent':
      return {
        action: 'created',
        issue: { number, title: text(random, 8), body: text(random, 120), user: account(random) },
        comment: { body: text(random, 60), user: account(random) },
      };
    case 'PushEvent':
      return isFull
        ? {
            push_id: random.below(1e9),
            size: 2,
            commits: [1, 2].map(() => ({
              sha: sha(random),
              message: text(random, 10),
              author: { name: 'somebody' },
            })),
          }
        : {
            push_id: random.below(1e9),
            ref: 'refs/heads/main',
            head: sha(random),
            before: sha(random),
          };
    default:
      return { ref: 'main', ref_type: 'branch', description: text(random, 8) };
  }
}

/** About 20 kB, most of it addresses, as the events of before October 2025. */
function wholePull(name: string, number: number, random: Random): object {
  const isMerged = random.below(3) > 0;
  const side = () => ({
    ref: 'main',
    sha: sha(random),
    user: account(random),
    repo: wholeRepository(name, random),
  });
  return {
    number,
    title: text(random, 8),
    body: text(random, 150),
    user: account(random),
    merged: isMerged,
    merged_at: isMerged ? '2024-03-01T07:00:00Z' : null,
    base: side(),
    head: side(),
    additions: random.below(500),
    deletions: random.below(500),
    changed_files: random.below(20),
  };
}

function wholeRepository(name: string, random: Random): object {
  const links = Array.from({ length: 100 }, (_, at) => [
    `link${at}_url`,
    address(`repos/${name}/link${at}{/sha}`),
  ]);
  return {
    id: random.below(1e8),
    full_name: name,
    description: text(random, 12),
    owner: account(random),
    ...Object.fromEntries(links),
  };
}

function account(random: Random): object {
  const login = `user${random.below(1e6)}`;
  const links = ['followers', 'following', 'gists', 'starred', 'orgs', 'repos', 'events'];
  return {
    login,
    id: random.below(1e8),
    ...Object.fromEntries(links.map((link) => [`${link}_url`, address(`users/${login}/${link}`)])),
  };
}

const address = (path: string) => `https://api.example.com/${path}`;
const sha = (random: Random) => random.bytes(20).toString('hex');
const text = (random: Random, length: number) =>
  Array.from(
    { length },
    () => `${random.pick(words)}${random.below(4) === 0 ? random.below(1e4) : ''}`,
  ).join(' ');

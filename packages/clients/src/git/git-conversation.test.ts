import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import type { ByteQueue } from './byte-queue.ts';
import { GitConversation } from './git-conversation.ts';

const open: GitConversation[] = [];
afterEach(() => open.splice(0).forEach((conversation) => conversation.close()));

/** A conversation with a shell script that stands in for git. */
function talkTo(script: string, deadlineSeconds = 30, program = 'sh') {
  let starts = 0;
  const conversation = new GitConversation({
    start: () => {
      starts += 1;
      return spawn(program, ['-c', script]);
    },
    what: 'cat-file',
    deadlineSeconds,
  });
  open.push(conversation);
  return {
    ask: (request: string) => conversation.ask({ request, read: readLine }),
    starts: () => starts,
  };
}

function readLine(bytes: ByteQueue): string | undefined {
  const end = bytes.indexOf('\n');
  return end < 0
    ? undefined
    : bytes
        .take(end + 1)
        .toString()
        .trim();
}

describe('a conversation with git', () => {
  it('answers in order, with one process', async () => {
    const { ask, starts } = talkTo('while read line; do echo "$line"; done');
    expect(await Promise.all(['a\n', 'b\n', 'c\n'].map(ask))).toEqual(['a', 'b', 'c']);
    expect(starts()).toBe(1);
  });

  it('gives up the one question that a missing object answers, and asks the others again', async () => {
    const dies = 'if [ $line = bad ]; then echo "fatal: unable to read 1234" >&2; exit 128; fi';
    const { ask, starts } = talkTo(`while read line; do ${dies}; echo $line; done`);
    expect(await Promise.all(['a\n', 'bad\n', 'c\n', 'bad\n'].map(ask))).toEqual([
      'a',
      null,
      'c',
      null,
    ]);
    expect(starts()).toBe(2);
  });

  it.each([
    ['says something else', 'echo "fatal: strange" >&2; exit 128', 'git_failed', 'strange'],
    ['is killed', 'kill -9 $$', 'git_unreachable', 'was killed'],
  ])('fails when git %s', async (_, script, code, message) => {
    const attempt = talkTo(`read line; ${script}`).ask('a\n');
    await expect(attempt).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('does not wait for ever', async () => {
    const attempt = talkTo('sleep 600', 0.05).ask('a\n');
    await expect(attempt).rejects.toMatchObject({
      message: 'git cat-file: no answer within 0.05 s',
    });
  });

  it('says that git is not installed', async () => {
    const attempt = talkTo('', 30, '/nowhere/git').ask('a\n');
    await expect(attempt).rejects.toMatchObject({
      message: 'git is not installed, or not on PATH',
    });
  });
});

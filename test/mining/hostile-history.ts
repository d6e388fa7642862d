import { git } from '@evoline/testing/git/git-process';
import type { DropReason } from '@evoline/contract/mining-filters';
import { type Files, MadeRepository } from './made-repository.ts';

/** A pull request of the made repository and what mining has to make of it. */
interface Expected {
  readonly number: number;
  /** null: kept. */
  readonly reason: DropReason | null;
}

export interface HostileHistory {
  readonly expected: readonly Expected[];
  readonly landings: Readonly<Record<number, string>>;
}

const lines = (count: number, word = 'line') =>
  Array.from({ length: count }, (_, n) => `${word} ${n}\n`).join('');

/** Files that stand in the first commit and that pull requests change. */
const start: Files = {
  'a.py': lines(30),
  'b.py': lines(30, 'other'),
  'crlf.py': 'one\r\ntwo\r\nthree\r\n',
  'open.py': 'no end',
  'gone.py': 'to be removed\n',
  'run.sh': '#!/bin/sh\necho 1\n',
  'mark.py': '\ufeffone\n',
  'odd.py': 'a\u2028b\fc\rd\u0085e\nlast\n',
  'lookalike.py': '-- a/x\n++ b/x\ndiff --git a/x b/x\n@@ -1 +1 @@\n\\ No newline at end of file\n',
  'poetry.lock': 'version = "1"\n',
  'setup.cfg': 'version = 1.0.0\n',
  'unix.py': 'one\ntwo\n',
  'mixed.py': 'one\r\ntwo\nthree\rfour\n',
  'old-link': { mode: '120000', content: 'a.py' },
  'old-module': { submodule: '2'.repeat(40) },
  'latin.txt': Buffer.from('caf\u00e9\n', 'latin1'),
  '"dir/sp ace \\"\\303\\244.py"': 'one\n',
};

type Case = readonly [
  reason: DropReason | null,
  files: Files,
  options?: { title?: string; author?: string },
];

/** Each case is one commit on a branch of its own, landed by a merge. Numbers count from 10. */
const cases: readonly Case[] = [
  [null, { 'a.py': null, 'moved.py': `${lines(30)}more\n` }],
  [null, { 'crlf.py': 'one\r\n2\r\nthree\r\n' }],
  [null, { 'open.py': 'still no end' }],
  [null, { 'new.py': 'new\n', 'empty.py': '', 'gone.py': null }],
  [null, { 'run.sh': { mode: '100755', content: '#!/bin/sh\necho 2\n' } }],
  [null, { 'mark.py': '\ufefftwo\n' }],
  [null, { 'odd.py': 'a\u2028b\fc\rD\u0085e\nlast\n' }],
  [
    null,
    {
      'lookalike.py':
        '-- a/y\n++ b/x\ndiff --git a/y b/x\n@@ -1 +2 @@\n\\ No newline at end of file',
    },
  ],
  [null, { '"dir/sp ace \\"\\303\\244.py"': 'two\n' }],
  ['binary_file', { 'x.bin': Buffer.from([1, 0, 2]) }],
  ['symlink', { link: { mode: '120000', content: '../../etc/passwd' } }],
  ['submodule', { vendored: { submodule: '1'.repeat(40) } }],
  ['not_utf8', { 'latin.txt': Buffer.from('caf\u00e9s\n', 'latin1') }],
  ['not_utf8', { '"\\377.txt"': 'x\n' }],
  ['lock_files_only', { 'poetry.lock': 'version = "2"\n' }],
  ['lock_files_only', { 'setup.cfg': 'version = 1.0.1\n' }],
  ['bot_author', { 'b.py': 'x\n' }, { author: 'renovate[bot]' }],
  ['bot_author', { 'b.py': 'x\n' }, { title: 'chore(deps): bump b' }],
  ['empty_change', {}],
  ['empty_change', { 'run.sh': { mode: '100755', content: '#!/bin/sh\necho 1\n' } }],
  [
    'too_many_files',
    Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`many/${n}`, 'x\n'])),
  ],
  ['too_large', { 'a.py': lines(1500) }],
  ['too_large', { 'huge.txt': 'x'.repeat(20_000_000) }],
  ['unsafe_path', { '"new\\nline.txt"': 'x\n' }],
  [null, { 'unix.py': 'one\r\ntwo\r\n' }],
  [null, { 'mixed.py': 'one\r\nTWO\nthree\rfour\n' }],
  [
    null,
    {
      '"dir/sp ace \\"\\303\\244.py"': null,
      '"dir/\\360\\237\\220\\215.py"': { mode: '100755', content: 'one\n' },
      'b.py': lines(31, 'other'),
    },
  ],
  ['symlink', { 'run.sh': { mode: '120000', content: 'a.py' } }],
  ['symlink', { 'old-link': 'now a file\n' }],
  ['submodule', { 'old-module': { submodule: '3'.repeat(40) } }],
  ['submodule', { 'old-module': null, 'b.py': lines(31, 'other') }],
  ['binary_file', { 'wide.py': Buffer.from('\ufeffone\n', 'utf16le') }],
  ['not_utf8', { '"caf\\351.py"': 'x\n', 'b.py': lines(31, 'other') }],
];
const firstCase = 10;

/** Writes a repository in which everything hostile happens once, and says what is to be made of it. */
export async function writeHostileHistory(folder: string): Promise<HostileHistory> {
  const repository = new MadeRepository();
  const base = repository.main({ message: 'Begin', files: start });
  const branch = (files: Files, message = 'Fix', author = 'bob') =>
    repository.commit({ parents: [base], message, author, files });
  repository.merge(1, branch({ 'a.py': lines(31) }, 'Fix it\n\nCloses #90, see #2'), 'Fix it');
  repository.squash(2, branch({ 'b.py': lines(32, 'other') }), 'Squash it', 'bob');
  const first = branch({ 'new/one.py': 'one\n' }, 'First');
  const second = repository.commit({
    parents: [first],
    message: 'Second',
    author: 'bob',
    files: { 'new/two.py': 'two\n' },
  });
  repository.rebase(3, second);
  const old = branch({ 'stale.py': 'stale\n' }, 'Work');
  const landed = {
    'a.py': lines(31),
    'b.py': lines(32, 'other'),
    'new/one.py': 'one\n',
    'new/two.py': 'two\n',
  };
  const merged = repository.commit({
    parents: [old, repository.tip],
    message: 'Merge main',
    files: landed,
  });
  const more = repository.commit({
    parents: [merged],
    message: 'More',
    files: { 'stale.py': 'fresh\n' },
  });
  repository.main({ message: 'Meanwhile', files: { 'meanwhile.txt': 'x\n' } });
  repository.merge(4, more, 'Stale branch');
  const island = repository.commit({ message: 'Another beginning', files: { 'island.py': 'x\n' } });
  repository.merge(5, island, 'Unrelated');
  const expected: Expected[] = [1, 2, 3, 4].map((number) => ({ number, reason: null }));
  expected.push({ number: 5, reason: 'no_merge_base' });
  for (const [index, [reason, files, options = {}]] of cases.entries()) {
    const number = firstCase + index;
    const head = branch(files, 'Work', options.author ?? 'bob');
    repository.merge(number, head, options.title ?? `Case ${number}`);
    expected.push({ number, reason });
  }
  await repository.write(folder);
  await addEscapingTree(folder, 9);
  expected.push({ number: 9, reason: 'unsafe_path' });
  return { expected, landings: { 1: 'merge', 2: 'squash', 3: 'rebase', 4: 'merge' } };
}

/** A pull request with `../evil`, which git's own commands refuse to write. */
async function addEscapingTree(folder: string, number: number): Promise<void> {
  const main = (await git(folder, ['rev-parse', 'main'])).trim();
  const blob = (await git(folder, ['hash-object', '-w', '--stdin'], ['evil\n'])).trim();
  const entry = (mode: string, name: string, id: string) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
  const write = async (content: Buffer) =>
    (
      await git(folder, ['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], [content])
    ).trim();
  const tree = await write(entry('40000', '..', await write(entry('100644', 'evil', blob))));
  const commit = async (of: string, parents: readonly string[], message: string) => {
    const options = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit-tree', of];
    return (
      await git(folder, [...options, ...parents.flatMap((parent) => ['-p', parent]), '-m', message])
    ).trim();
  };
  const empty = await commit((await git(folder, ['mktree'])).trim(), [main], 'Remove all');
  const head = await commit(tree, [empty], 'Escape');
  const message = `Merge pull request #${number} from someone/evil\n\nEscape`;
  const landed = await commit(
    (await git(folder, ['rev-parse', `${main}^{tree}`])).trim(),
    [empty, head],
    message,
  );
  await git(folder, ['update-ref', 'refs/heads/main', landed]);
  await git(folder, ['update-ref', `refs/pull/${number}/head`, head]);
}

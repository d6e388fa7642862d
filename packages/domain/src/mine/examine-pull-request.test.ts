import type { BlobContent, TreeChange } from '@evoline/contract/git-history';
import { PullRequestItem } from '@evoline/contract/mine';
import type { FilterConfig } from '@evoline/contract/mining-filters';
import { describe, expect, it } from 'vitest';
import { CommitGraph } from './commit-graph.ts';
import { examineAll } from './examine-all.ts';
import type { BenchmarkIndex } from './decontamination/benchmark-index.ts';
import type { GitReader, RootFile, TreePatch } from './git-reader.ts';
import { itemDigest } from './item-digest.ts';
import { defaultFilters } from './mine-config.ts';

const text = (content: string): BlobContent => ({ kind: 'text', text: content });
const modified: TreeChange = {
  path: 'a.py',
  previousPath: null,
  status: 'modified',
  oldMode: '100644',
  newMode: '100644',
  oldBlob: 'old',
  newBlob: 'new',
};
const patchOf = (path: string, hunk: string) =>
  `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n${hunk}`;
const oneLine = '@@ -1 +1 @@\n-x\n+y\n';

interface World {
  readonly changes?: readonly TreeChange[] | 'too_long' | null;
  readonly patch?: string | 'too_long' | null;
  readonly old?: BlobContent;
  readonly new?: BlobContent;
  readonly size?: number | null;
  readonly candidate?: object;
  readonly repository?: string;
  readonly filters?: Partial<FilterConfig>;
  readonly root?: readonly RootFile[];
  readonly forkOf?: string;
  readonly benchmarks?: BenchmarkIndex;
}

/** Two trees, one changed file unless told otherwise, answered from memory. */
async function examine(world: World) {
  const changes = world.changes === undefined ? [modified] : world.changes;
  const answer = (patch: string | 'too_long' | null): Promise<TreePatch | 'too_long' | null> =>
    Promise.resolve(
      patch === null || patch === 'too_long' || changes === null || changes === 'too_long'
        ? patch === 'too_long' || changes === 'too_long'
          ? 'too_long'
          : null
        : { changes, patch },
    );
  const contents = new Map([
    ['old', world.old ?? text('x\n')],
    ['new', world.new ?? text('y\n')],
  ]);
  const git: GitReader = {
    changedPaths: () => answer(''),
    patch: () => answer(world.patch === undefined ? patchOf('a.py', oneLine) : world.patch),
    blobSizes: (ids) =>
      Promise.resolve(ids.map(() => (world.size === undefined ? 10 : world.size))),
    blobContents: (ids) =>
      Promise.resolve(ids.map((id) => contents.get(id) ?? { kind: 'missing' })),
    rootFiles: () => Promise.resolve(world.root ?? []),
    entriesOf: () => Promise.resolve([]),
    isBlobless: () => Promise.resolve(true),
    fetchBlobs: () => Promise.resolve(),
  };
  const graph = new CommitGraph();
  const times = { authoredAt: 1, committedAt: 1, author: 'ada' };
  graph.add({
    ...times,
    id: 'head',
    tree: 't2',
    parents: ['base'],
    message: 'Fix\n\nCloses #3, see #9',
  });
  graph.add({ ...times, id: 'base', tree: 't1', parents: [], message: 'start' });
  graph.add({ ...times, id: 'island', tree: 't3', parents: [], message: 'start' });
  const candidate = {
    number: 7,
    url: null,
    title: 'Fix',
    body: 'b\0ody\r\n',
    merged: true,
    mergedAt: null,
    author: 'ada',
    isBotAccount: false,
    branch: '',
    issues: [],
    baseTip: 'base',
    head: 'head',
    landed: 'head',
    ...world.candidate,
  };
  const where = {
    graph,
    git,
    filters: { ...defaultFilters, maxChangedLines: 4, maxChangedFiles: 2, ...world.filters },
    forkOf: world.forkOf,
    benchmarks: world.benchmarks ?? null,
  };
  const all = examineAll([candidate], {
    ...where,
    repository: world.repository ?? 'o/n',
    isPullRequest: (number) => number === 9,
  });
  for await (const verdict of all) return verdict;
  throw new Error('no verdict');
}

const files = (...paths: (string | null)[]) => paths.map((path) => ({ ...modified, path }));
const long = '@@ -1 +1,5 @@\n-x\n+1\n+2\n+3\n+4\n+5\n';

describe('examineAll', () => {
  it('keeps a change that replays, with everything an item holds', async () => {
    const { mined, item } = await examine({});
    expect(mined).toMatchObject({
      status: 'kept',
      reason: null,
      files: ['a.py'],
      mergeBase: 'base',
    });
    expect(PullRequestItem.parse(item)).toMatchObject({
      body: 'body\n',
      landing: 'rebase',
      files: [{ path: 'a.py', status: 'modified', before: 'x\n', after: 'y\n' }],
      issues: [{ repository: 'o/n', number: 3, kind: 'closing_keyword', title: null }],
    });
    const again = (await examine({})).item;
    expect(item !== null && again !== null && itemDigest(item) === itemDigest(again)).toBe(true);
  });

  it('tells issues as they stood before the first commit', async () => {
    const [before, after] = ['1970-01-01T00:00:00Z', '1970-01-02T00:00:00Z'];
    const texts = [
      { from: before, title: 'Broken', body: 'Jo (jo@nowhere.dev) sees it' },
      { from: after, title: 'Broken', body: 'Change line 3' },
    ];
    const found = { repository: 'x/y', number: 3, kind: 'connected', createdAt: before, texts };
    const young = { ...found, number: 4, createdAt: after };
    const { item } = await examine({ candidate: { issues: [found, young] } });
    expect(item?.issues.filter(({ repository }) => repository === 'x/y')).toMatchObject([
      { number: 3, crossRepository: true, title: 'Broken', textAsOf: before },
      { number: 4, crossRepository: true, title: null, body: null },
    ]);
    expect(JSON.stringify(item)).not.toContain('Change line 3');
    expect(JSON.stringify(item)).not.toContain('jo@nowhere.dev');
  });

  it.each<[string, World]>([
    ['excluded_repository', { repository: 'Django/django', candidate: { merged: false } }],
    ['excluded_repository', { repository: 'swe-bench/django__django' }],
    ['not_merged', { candidate: { merged: false, isBotAccount: true } }],
    ['bot_author', { candidate: { isBotAccount: true } }],
    ['objects_missing', { candidate: { head: 'nowhere' } }],
    ['objects_missing', { candidate: { head: null } }],
    ['no_merge_base', { candidate: { head: 'island' } }],
    ['objects_missing', { changes: null }],
    ['too_many_files', { changes: 'too_long' }],
    ['empty_change', { changes: [] }],
    ['lock_files_only', { changes: files('poetry.lock', 'a/yarn.lock', 'b/yarn.lock') }],
    ['too_many_files', { changes: files('1', '2', '3', '4', '5') }],
    ['too_many_files', { changes: files('1', '2', '3') }],
    ['submodule', { changes: [{ ...modified, newMode: '160000' }] }],
    ['symlink', { changes: [{ ...modified, oldMode: '120000' }] }],
    ['not_utf8', { changes: files(null) }],
    ['unsafe_path', { changes: files('../a') }],
    ['unsafe_path', { changes: files('/etc/passwd') }],
    ['unsafe_path', { changes: files('a/.GIT/config') }],
    ['unsafe_path', { changes: files('two\nlines') }],
    ['unsafe_path', { changes: [{ ...modified, previousPath: 'a/../b' }] }],
    ['objects_missing', { size: null }],
    ['too_large', { size: 20_000_000 }],
    ['too_large', { patch: 'too_long' }],
    ['objects_missing', { patch: null }],
    ['binary_file', { new: { kind: 'binary' }, old: { kind: 'not_utf8' } }],
    ['not_utf8', { new: { kind: 'not_utf8' } }],
    ['objects_missing', { new: { kind: 'missing' } }],
    ['empty_change', { patch: 'diff --git a/a.py b/a.py\nold mode 100644\nnew mode 100755\n' }],
    ['too_large', { patch: patchOf('a.py', long), new: text('1\n2\n3\n4\n5\n') }],
    ['lock_files_only', { patch: patchOf('a.py', '@@ -1 +1 @@\n-v==1.0.0\n+v==1.0.1\n') }],
    ['patch_does_not_replay', { new: text('z\n') }],
    ['patch_does_not_replay', { patch: patchOf('b.py', oneLine) }],
    ['patch_does_not_replay', { patch: patchOf('a.py', '@@ -1 +1,9 @@\n-x\n+y\n') }],
  ])('drops for %s: %j', async (reason, world) => {
    const { mined, item } = await examine(world);
    expect(mined).toMatchObject({ status: 'dropped', reason });
    expect(item).toBeNull();
  });

  it('falls back on what landed when the recorded base tip is gone', async () => {
    const { mined } = await examine({ candidate: { baseTip: 'rewritten' } });
    expect(mined).toMatchObject({ status: 'kept', baseTip: 'base' });
  });
});

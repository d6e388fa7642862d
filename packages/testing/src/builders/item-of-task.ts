import { createHash } from 'node:crypto';
import { itemFormat, type PullRequestItem } from '@evoline/contract/mine';
import type { BugTask } from '../world/bug-task.ts';

/** A task of the demo world and where its file stands. */
export type PlacedTask = BugTask & { readonly path: string };

/**
 * The item that mining would make of a task's pull request, without mining: for tests of what comes after.
 * Issue 1 and pull request 2 of `owner/name`, unless `change` says otherwise.
 */
export function itemOfTask(
  task: PlacedTask,
  change: Partial<PullRequestItem> = {},
): PullRequestItem {
  const repository = change.repository ?? 'owner/name';
  const commit = (kind: string) => objectId('commit', `${kind} ${repository} ${task.id}`);
  return {
    format: itemFormat,
    author: { kind: 'human', evidence: [] },
    licence: { spdx: null, path: null, confidence: 0 },
    language: 'Python',
    repository,
    number: 2,
    title: task.thought,
    body: 'Fixes #1',
    mergedAt: '2024-01-08T12:00:00Z',
    baseTip: commit('base'),
    mergeBase: commit('base'),
    head: commit('head'),
    landed: commit('landed'),
    landing: 'squash',
    issues: [
      {
        repository,
        number: 1,
        kind: 'closing_reference',
        title: task.issue,
        body: '',
        crossRepository: false,
        createdAt: '2024-01-08T08:00:00Z',
        textAsOf: '2024-01-08T08:00:00Z',
      },
    ],
    files: [
      {
        path: task.path,
        previousPath: null,
        status: 'modified',
        before: task.before,
        after: task.after,
      },
    ],
    context: [],
    contextBy: { method: 'none', model: null },
    patch: patchOfTask(task),
    ...change,
  };
}

/** What `git diff --full-index` prints for the one line that a task changes. */
function patchOfTask({ path, before, after, search, replace }: PlacedTask): string {
  const lines = before.split('\n').slice(0, -1);
  const changed = lines.indexOf(search);
  const from = Math.max(0, changed - 3);
  const to = Math.min(lines.length, changed + 4);
  const range = `${from + 1},${to - from}`;
  return [
    `diff --git a/${path} b/${path}`,
    `index ${objectId('blob', before)}..${objectId('blob', after)} 100644`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${range} +${range} @@`,
    ...lines.slice(from, changed).map((line) => ` ${line}`),
    `-${search}`,
    `+${replace}`,
    ...lines.slice(changed + 1, to).map((line) => ` ${line}`),
    '',
  ].join('\n');
}

function objectId(type: string, content: string): string {
  const head = `${type} ${Buffer.byteLength(content)}\0`;
  return createHash('sha1').update(head).update(content).digest('hex');
}

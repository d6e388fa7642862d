import { describe, expect, it } from 'vitest';
import { IssueHistoryNode } from './github-shapes.ts';
import { issueHistoryOf } from './issue-texts.ts';

const day = (number: number) => `2024-01-0${number}T00:00:00Z`;
const edit = (number: number, diff: string | null, deletedAt: string | null = null) => ({
  editedAt: day(number),
  deletedAt,
  diff,
});

function textsOf(more: Partial<IssueHistoryNode>) {
  const node = IssueHistoryNode.parse({
    number: 1,
    title: 'now',
    body: 'today',
    createdAt: day(1),
    updatedAt: day(9),
    lastEditedAt: null,
    repository: { nameWithOwner: 'o/n' },
    timelineItems: { nodes: [] },
    userContentEdits: { nodes: [] },
    renames: { nodes: [] },
    referrers: { nodes: [] },
    ...more,
  });
  return issueHistoryOf(node).texts.map(({ from, title, body }) => [from, title, body]);
}

describe('the texts of an issue', () => {
  it('are one where nobody edited it', () => {
    expect(textsOf({})).toEqual([[day(1), 'now', 'today']]);
  });

  it('are every body that GitHub has, oldest first, with the title of the time', () => {
    const texts = textsOf({
      lastEditedAt: day(5),
      userContentEdits: { nodes: [edit(5, 'today\r\n'), edit(3, 'later'), edit(1, 'first')] },
      renames: { nodes: [{ createdAt: day(4), previousTitle: 'then', currentTitle: 'now' }] },
    });
    expect(texts).toEqual([
      [day(1), 'then', 'first'],
      [day(3), 'then', 'later'],
      [day(4), 'now', 'later'],
      [day(5), 'now', 'today\r\n'],
    ]);
  });

  it('are not made up where a revision was deleted or never kept', () => {
    const texts = textsOf({
      lastEditedAt: day(5),
      userContentEdits: { nodes: [edit(5, 'today'), edit(3, 'leaked', day(6)), edit(1, null)] },
    });
    expect(texts.map(([from, , body]) => [from, body])).toEqual([
      [day(1), null],
      [day(3), null],
      [day(5), 'today'],
    ]);
  });

  it('are believed only where the newest revision is the body of today', () => {
    const texts = textsOf({
      lastEditedAt: day(5),
      userContentEdits: { nodes: [edit(5, '@@ -1 +1 @@'), edit(1, 'first')] },
    });
    expect(texts.at(-1)).toEqual([day(5), 'now', 'today']);
    expect(texts.map(([, , body]) => body)).not.toContain('first');
  });
});

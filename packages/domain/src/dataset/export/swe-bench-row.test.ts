import { itemFormat, type PullRequestItem } from '@evoline/contract/mine';
import { expect, test } from 'vitest';
import { splitPatch } from './split-patch.ts';
import { sweBenchLine, sweBenchRow } from './swe-bench-row.ts';

const sha = 'a'.repeat(40);
const ofCode = `diff --git a/src/a.py b/src/a.py
--- a/src/a.py
+++ b/src/a.py
@@ -1 +1,2 @@
-diff --git is a command
+diff --git a/b is one too\r
+x
`;
const ofTest = `diff --git a/tests/test_a.py b/tests/test_a.py
new file mode 100644
--- /dev/null
+++ b/tests/test_a.py
@@ -0,0 +1 @@
+assert True
`;
const file = (path: string) =>
  ({ path, previousPath: null, status: 'modified', before: '', after: '' }) as const;
const issue = {
  repository: 'o/n',
  number: 3,
  kind: 'closing_keyword',
  crossRepository: false,
  title: 'It fails',
  body: 'At once.',
  createdAt: null,
  textAsOf: null,
} as const;

const item: PullRequestItem = {
  format: itemFormat,
  repository: 'o/n',
  number: 7,
  title: 'Fix it',
  body: '',
  mergedAt: '2026-01-02T03:04:05.678+01:00',
  baseTip: sha,
  mergeBase: 'b'.repeat(40),
  head: sha,
  landed: sha,
  landing: 'squash',
  author: { kind: 'human', evidence: [] },
  licence: { spdx: 'MIT', path: 'LICENSE', confidence: 1 },
  language: 'Python',
  issues: [issue, { ...issue, title: null, body: null }, { ...issue, body: '' }],
  files: [file('src/a.py'), file('tests/test_a.py')],
  context: [],
  contextBy: { method: 'none', model: null },
  patch: ofCode + ofTest,
};

test('an item has the columns of SWE-bench, with empty lists where no test was run', () => {
  expect(sweBenchRow(item)).toEqual({
    instance_id: 'o__n-7',
    repo: 'o/n',
    base_commit: 'b'.repeat(40),
    patch: ofCode,
    test_patch: ofTest,
    problem_statement: 'It fails\nAt once.\n\nIt fails',
    hints_text: '',
    created_at: '2026-01-02T02:04:05Z',
    version: '',
    FAIL_TO_PASS: '[]',
    PASS_TO_PASS: '[]',
    environment_setup_commit: 'b'.repeat(40),
  });
});

test('an item without an issue has no statement, and one of unknown time no time', () => {
  const bare = sweBenchRow({ ...item, issues: [], mergedAt: null });
  expect(bare).toMatchObject({ problem_statement: '', created_at: null });
});

test('a line holds no half surrogate pair', () => {
  const line = sweBenchLine({ ...item, issues: [{ ...issue, body: 'x\ud800' }] });
  expect(JSON.parse(line).problem_statement).toBe('It fails\nx\ufffd');
});

test('both parts of a patch together are the patch, whatever stands in it', () => {
  const { patch, testPatch } = splitPatch(item);
  expect(patch + testPatch).toBe(item.patch);
  expect(splitPatch({ ...item, files: [file('a.py')] })).toEqual({
    patch: item.patch,
    testPatch: '',
  });
});

import { describe, expect, it } from 'vitest';
import { defaultRewardSetting } from './reward-rule.ts';
import { unifiedDiff } from './unified-diff.ts';

const task = {
  codeContext: { 'a.py': 'x = 1\ny = 2\nz = 3\n' },
  oracleNewContent: { 'a.py': 'x = 1\ny = 20\nz = 3\n' },
};
const judge = unifiedDiff.prepare(task, defaultRewardSetting);
const patch = '--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@\n x = 1\n-y = 2\n+y = 20\n z = 3\n';
const output = (solution: string) => `<think>t</think>\n<solution>\n${solution}\n</solution>`;

describe('unified-diff@1', () => {
  it.each([
    ['the oracle patch', patch],
    ['it with a git header', `diff --git a/a.py b/a.py\nindex 1..2 100644\n${patch}`],
    ['it in a fence', `Here it is:\n\`\`\`diff\n${patch}\`\`\`\nDone.`],
  ])('gives 1 for %s', (_name, solution) => {
    expect(judge.score(output(solution))).toEqual({
      outcome: 'scored',
      value: 1,
      exact: true,
      files: [{ path: 'a.py', similarity: 1 }],
    });
  });

  it('compares a nearly right patch as search-replace@1 would', () => {
    const near = patch.replace('y = 20', 'y = 30');
    expect(judge.score(output(near))).toMatchObject({ exact: false });
    const { files } = judge.explain(output(near));
    expect(files[0]?.predictedDiff).toBe('@@ -1,3 +1,3 @@\n x = 1\n-y = 2\n+y = 30\n z = 3');
    expect(files[0]?.oracleDiff).toBe('@@ -1,3 +1,3 @@\n x = 1\n-y = 2\n+y = 20\n z = 3');
  });

  it('takes line numbers and headings for text', () => {
    expect(judge.score(output(patch.replace('-1,3 +1,3', '-7,3 +7,3')))).toMatchObject({
      exact: false,
    });
    expect(judge.score(output(patch.replace('3 @@', '3 @@ def f')))).toMatchObject({
      exact: false,
    });
  });

  it.each([
    ['no patch', output('prose')],
    ['a patch whose counts are wrong', output(patch.replace('+1,3', '+1,4'))],
    ['no solution', patch],
    ['two solutions', output(patch) + output(patch)],
    ['nothing at all', ''],
  ])('never gives -1: %s is no change, which scores 0', (_name, text) => {
    expect(judge.score(text)).toMatchObject({ outcome: 'scored', value: 0, exact: false });
  });

  it('gives junk 1 where the oracle changes nothing', () => {
    const { codeContext } = task;
    const still = unifiedDiff.prepare(
      { codeContext, oracleNewContent: codeContext },
      defaultRewardSetting,
    );
    expect(still.score('junk')).toMatchObject({ value: 1, exact: true });
    expect(still.score(output(patch))).toMatchObject({ value: 0 });
  });

  it('asks for no thought', () => {
    expect(judge.score(`<solution>${patch}</solution>`)).toMatchObject({ value: 1 });
  });

  it('knows any path of the oracle, and created and removed files', () => {
    const odd = unifiedDiff.prepare(
      {
        codeContext: { gone: 'a\n', 'tab\there': 'b\n' },
        oracleNewContent: { gone: '', new: 'n', 'tab\there': 'c\n' },
      },
      defaultRewardSetting,
    );
    const text =
      '--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+n\n';
    expect(odd.score(output(text))).toMatchObject({
      files: [
        { path: 'gone', similarity: 1 },
        { path: 'new', similarity: 1 },
        { path: 'tab\there', similarity: 0 },
      ],
    });
  });

  it('excludes what is beyond the caps', () => {
    const caps = { fileCharacters: 100, diffCharacters: 100 };
    const capped = unifiedDiff.prepare(task, { ...defaultRewardSetting, caps });
    expect(capped.score(output(patch))).toMatchObject({ value: 1 });
    const large = `--- a/b\n+++ b/b\n@@ -0,0 +1 @@\n+${'b'.repeat(100)}\n`;
    expect(capped.score(output(large))).toEqual({ outcome: 'excluded', reason: 'over_size_cap' });
  });
});

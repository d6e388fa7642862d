import { TemplateName } from '@evoline/contract/rollout';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactTemplate } from './compact-template.ts';
import { promptFiles } from './prompt-files.ts';
import { templateDigest } from './prompt-template.ts';
import { promptTemplates } from './prompt-templates.ts';
import { renderPrompt } from './render-prompt.ts';

const files = [{ path: 'shop/cart.py', content: 'def f(a):\n    return a\n' }];

/** Reads a compact prompt back: every line of the outer fence is a frame. */
function readCompact(prompt: string) {
  const lines = prompt.split('\n');
  expect(lines.slice(-2)).toEqual(['Fix:', '']);
  const fence = lines.at(-3) ?? '';
  const frames = lines.flatMap((line, at) => (line === fence ? [at] : []));
  const shown: { path: string; content: string }[] = [];
  for (let at = 0; at < frames.length; at += 2) {
    const [open = 0, close = 0] = frames.slice(at, at + 2);
    const content = lines.slice(open + 1, close).map((line) => `${line}\n`);
    shown.push({ path: (lines[open - 1] ?? '').slice('### '.length), content: content.join('') });
  }
  const issue = lines.slice(0, (frames[0] ?? 0) - 1).join('\n');
  return { issueText: issue.slice('Issue: '.length), files: shown };
}

describe('renderPrompt', () => {
  it('renders the compact template with as few words as possible', () => {
    expect(renderPrompt(compactTemplate, { issueText: 'f keeps spaces', files })).toBe(
      'Issue: f keeps spaces\n### shop/cart.py\n```\ndef f(a):\n    return a\n```\nFix:\n',
    );
  });

  it('shows several files one after the other, each with a last line feed', () => {
    const two = [...files, { path: 'b', content: 'x' }, { path: 'c', content: '' }];
    expect(renderPrompt(compactTemplate, { issueText: 'i', files: two })).toContain(
      '```\n### b\n```\nx\n```\n### c\n```\n```\nFix:\n',
    );
  });

  it('frames so that neither an issue nor a file can open or end a frame', () => {
    const line = fc.constantFrom('a', '```', '````', '### b', 'Fix:', '{{issue}}', '{{fence}}', '');
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));
    const file = fc.record({
      path: fc.constantFrom('a', 'b/c.md', 'Fix:'),
      content: fc.array(line, { maxLength: 8 }).map((lines) => lines.map((l) => `${l}\n`).join('')),
    });
    const shown = fc.record({
      issueText: text,
      files: fc.array(file, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(shown, (prompted) => {
        expect(readCompact(renderPrompt(compactTemplate, prompted))).toEqual(prompted);
      }),
      { numRuns: 1_000 },
    );
  });

  it('shows a path with a line feed as a JSON string', () => {
    const odd = [{ path: 'a\n```', content: '' }];
    expect(renderPrompt(compactTemplate, { issueText: 'i', files: odd })).toContain(
      '### "a\\n```"\n',
    );
  });

  it('asks in the swe-rl template for the form that the reward reads', () => {
    const prompt = renderPrompt(promptTemplates['swe-rl@1'], { issueText: 'it is slow', files });
    for (const part of ['<think>', '</think>', '<solution>', '</solution>', '<<<<<<< SEARCH']) {
      expect(prompt).toContain(part);
    }
    expect(prompt).toContain('```\nit is slow\n```');
    expect(prompt).toContain('### shop/cart.py\n```\ndef f(a):');
    expect(prompt).not.toMatch(/\{\{\w+\}\}/);
  });
});

describe('promptTemplates', () => {
  it.each(TemplateName.options)('has %s under its own name', (name) => {
    expect(promptTemplates[name].name).toBe(name);
  });

  it('never changes the words of a version', () => {
    const digests = TemplateName.options.map((name) => templateDigest(promptTemplates[name]));
    expect(digests).toMatchInlineSnapshot(`
      [
        "34bd3e4fe53ab81e67fe57f8446cb918b778dd77b3360fe8f5fabf237c7ab5e8",
        "64127148f67a1a6450b8f3cc5970e61d542ef246db6fd7b3ac07ceb4f3a4551a",
      ]
    `);
  });
});

describe('promptFiles', () => {
  const file = { previousPath: null, status: 'modified', before: 'x', after: 'y' } as const;
  const item = {
    files: [
      { ...file, path: 'm' },
      { ...file, path: 'new', status: 'added', before: null },
      { ...file, path: 'z', previousPath: 'old', status: 'renamed' },
    ] as const,
    context: [
      { path: 'p', content: 'c' },
      { path: 'a', content: 'c' },
    ],
  };
  const paths = (name: TemplateName) =>
    promptFiles(name, { ...item, files: [...item.files] }).map(({ path }) => path);

  it('shows files under their old names and leaves out created ones', () => {
    expect(promptFiles('compact@1', { files: [...item.files], context: [] })).toEqual([
      { path: 'm', content: 'x' },
      { path: 'old', content: 'x' },
    ]);
  });

  it('does not tell by their order which files changed, and shows a tiny policy these alone', () => {
    expect(paths('swe-rl@1')).toEqual(['a', 'm', 'old', 'p']);
    expect(paths('compact@1')).toEqual(['m', 'old']);
  });

  it('shows nothing where nothing can be changed', () => {
    const { context } = item;
    expect(promptFiles('swe-rl@1', { files: [], context })).toEqual([]);
  });
});

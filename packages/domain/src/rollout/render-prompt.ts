import type { PromptTemplate } from './prompt-template.ts';

/** A file as the policy is shown it. */
export type PromptFile = { readonly path: string; readonly content: string };

/**
 * Fills a template. Frame-safe: the fence is longer than any run of backticks in what it frames, so no
 * issue and no file can end its frame or open another; slots inside of them stay as they are. A last line
 * feed is added to a file without one; a path that does not fit on a line is shown as a JSON string.
 */
export function renderPrompt(
  template: PromptTemplate,
  shown: { readonly issueText: string; readonly files: readonly PromptFile[] },
): string {
  const fence = fenceAround([shown.issueText, ...shown.files.map((file) => file.content)]);
  const files = shown.files.map((file) =>
    filled(template.file, { fence, path: pathLine(file.path), content: ended(file.content) }),
  );
  return filled(template.text, { fence, issue: shown.issueText, files: files.join('') });
}

function fenceAround(texts: readonly string[]): string {
  let longest = 2;
  for (const text of texts) {
    for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  }
  return '`'.repeat(longest + 1);
}

/** Replaces the slots of the template's own text only. */
function filled(text: string, slots: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_slot, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`the template has no slot ${name} here`);
    return value;
  });
}

function ended(content: string): string {
  return content === '' || content.endsWith('\n') ? content : `${content}\n`;
}

function pathLine(path: string): string {
  return /[\n\r]/.test(path) ? JSON.stringify(path) : path;
}

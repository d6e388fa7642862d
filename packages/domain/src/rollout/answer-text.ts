import { editMarkers, solutionTags, thinkTags } from './answer-form.ts';
import type { Edit } from './line-start-edit.ts';

/**
 * An answer in the form that the reward reads: the thought between think tags, then one fenced block per
 * edit between solution tags. The caller sees to it that no text holds a tag.
 */
export function renderAnswer(answer: {
  readonly thought: string;
  readonly edits: readonly Edit[];
}): string {
  const blocks = answer.edits.map((edit) => renderEditBlock(edit));
  return `${renderThought(answer.thought)}\n${solutionTags.open}\n${blocks.join('\n')}\n${solutionTags.close}`;
}

export function renderThought(thought: string): string {
  return `${thinkTags.open}\n${thought}\n${thinkTags.close}`;
}

/** One edit in a fence of its own. */
export function renderEditBlock({ path, search, replace }: Edit): string {
  return `${editMarkers.fence}${fenceInfo(path)}${editMarkers.path}${path}${renderEdit(search, replace)}`;
}

/** From the SEARCH marker to the closing fence. */
export function renderEdit(search: string, replace: string): string {
  return `${editMarkers.search}${search}${editMarkers.divider}${replace}${editMarkers.replace}`;
}

const languages: Readonly<Record<string, string>> = {
  c: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cs: 'csharp',
  go: 'go',
  h: 'c',
  java: 'java',
  js: 'javascript',
  jsx: 'jsx',
  kt: 'kotlin',
  md: 'markdown',
  php: 'php',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  ts: 'typescript',
  tsx: 'tsx',
};

/** The usual name of a file's language after a fence; nothing for an unknown ending. */
export function fenceInfo(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(languages, ending) ? (languages[ending] ?? '') : '';
}

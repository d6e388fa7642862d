import type { DropReason } from '@evoline/contract/mining-filters';
import type { BugTask } from './bug-task.ts';

/** A change of one file: the whole new content. Mode 120000 is a symbolic link. */
export interface FileChange {
  readonly path: string;
  readonly content: string | Buffer;
  readonly mode?: '100644' | '120000';
}

export interface CommitDraft {
  readonly message: string;
  readonly changes: readonly FileChange[];
}

export interface Person {
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

/** How a pull request ends. */
export type Fate = 'merge' | 'squash' | 'rebase' | 'closed' | 'open';

/** Pull requests that exist to be dropped, named by why. The funnel's reason code stands beside each. */
export const distractorReasons = {
  bot: 'bot_author',
  lockFile: 'lock_files_only',
  empty: 'empty_change',
  closed: 'not_merged',
  tooLarge: 'too_large',
  open: 'not_merged',
  tooManyFiles: 'too_many_files',
  binary: 'binary_file',
  symlink: 'symlink',
  notUtf8: 'not_utf8',
} as const satisfies Record<string, DropReason>;
export type DistractorKind = keyof typeof distractorReasons;

/** What someone proposes to a repository, before numbers and commits exist. */
export interface Proposal {
  readonly kind: 'task' | DistractorKind;
  readonly title: string;
  readonly author: Person;
  readonly branch: string;
  readonly fate: Fate;
  /** The issue it closes; null when there is none. */
  readonly issue: { readonly title: string; readonly author: Person } | null;
  /** How the issue is linked: by a keyword in the body, or by hand in the web page's side bar. */
  readonly link: 'body' | 'sidebar';
  /** Text of the body and of the commits for a given issue number. */
  readonly body: (issueNumber: number | null) => string | null;
  readonly commits: (issueNumber: number | null) => readonly CommitDraft[];
  /** The bug it fixes and where; null for distractors. */
  readonly task: (BugTask & { readonly path: string }) | null;
}

/** The organisation that owns every repository of the demo world. */
export const demoOrganisation = 'evoline-demo';

/** Whose branch it is: people work in forks, bots in the repository itself. */
export function branchOwner(author: Person): string {
  return author.type === 'Bot' ? demoOrganisation : author.login;
}

const people = ['alba', 'bruno', 'chiara', 'dmitri', 'edda', 'farid', 'greta'] as const;

/** One of the seven made-up people who work on the demo's repositories. */
export function person(index: number): Person {
  return { login: people[index % people.length] ?? people[0], type: 'User' };
}

const landings = ['merge', 'squash', 'rebase'] as const;
const keywords = ['Fixes', 'Closes', 'Resolves'] as const;

/** The pull request that fixes a bug. `index` counts within the repository and turns landing, author and wording. */
export function proposalOfTask(task: BugTask, path: string, index: number): Proposal {
  const keyword = keywords[(index % 7) % 3] ?? 'Fixes';
  const closing = (issue: number | null) => `${keyword} #${issue}`;
  const byHand = index % 16 === 9;
  const fix: FileChange = { path, content: task.after };
  return {
    kind: 'task',
    title: task.thought,
    author: person(index),
    branch: `fix-${task.functionName.replaceAll('_', '-')}-${index}`,
    fate: landings[index % 3] ?? 'merge',
    issue: { title: task.issue, author: person(index + 3) },
    link: byHand ? 'sidebar' : 'body',
    body: byHand ? () => null : closing,
    commits: (issue) => {
      const message = index % 2 === 0 ? `${task.thought}\n\n${closing(issue)}` : task.thought;
      if (index % 8 !== 5) return [{ message, changes: [fix] }];
      const draft: FileChange = { path, content: `${task.after}# checked by hand\n` };
      return [
        { message: task.thought, changes: [draft] },
        { message: `drop a note in ${path}`, changes: [fix] },
      ];
    },
    task: { ...task, path },
  };
}

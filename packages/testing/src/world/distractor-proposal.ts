import {
  distractorReasons,
  person,
  type CommitDraft,
  type DistractorKind,
  type FileChange,
  type Proposal,
} from './proposal.ts';
import { Random } from './random.ts';

/** In the order in which a repository gets them. */
export const distractorKinds = Object.keys(distractorReasons) as DistractorKind[];

/** Lines of the pull request that is too large, and files of the one that has too many. */
export const oversize = { lines: 1500, files: 40 } as const;

type Draft = Pick<Proposal, 'title' | 'branch'> &
  Partial<Pick<Proposal, 'author' | 'fate'>> & { readonly changes: readonly FileChange[] };

/**
 * A pull request that mining must drop. `occurrence` counts this kind within the repository, so that each
 * one changes what the one before left. No text holds a function name.
 */
export function distractorProposal(
  kind: DistractorKind,
  occurrence: number,
  index: number,
): Proposal {
  const { changes, ...draft } = drafts[kind](occurrence);
  const commit: CommitDraft = { message: draft.title, changes };
  return {
    kind,
    author: person(index),
    fate: index % 2 === 0 ? 'merge' : 'squash',
    issue: null,
    link: 'body',
    body: () => null,
    commits: () => [commit],
    task: null,
    ...draft,
  };
}

/** Files that distractors change, as they stand in the first commit. */
export const distractorFiles: readonly FileChange[] = [
  { path: 'README.md', content: 'A made-up project of the evoline demo.\n' },
  { path: 'requirements.txt', content: requirements(0) },
  { path: 'poetry.lock', content: lockFile(0) },
  { path: 'data/table.csv', content: 'row,number\n' },
];

const drafts: Record<DistractorKind, (occurrence: number) => Draft> = {
  bot: (n) => ({
    title: `Bump carton from 2.0.${n} to 2.0.${n + 1}`,
    branch: `dependabot/pip/carton-2.0.${n + 1}`,
    author: { login: 'dependabot[bot]', type: 'Bot' },
    changes: [{ path: 'requirements.txt', content: requirements(n + 1) }],
  }),
  lockFile: (n) => ({
    title: 'Refresh the lock file',
    branch: `refresh-lock-${n}`,
    changes: [{ path: 'poetry.lock', content: lockFile(n + 1) }],
  }),
  empty: (n) => ({
    title: 'Run the checks again',
    branch: `run-checks-${n}`,
    fate: 'merge',
    changes: [],
  }),
  closed: (n) => ({
    title: 'Say more about the project',
    branch: `readme-${n}`,
    fate: 'closed',
    changes: [{ path: 'README.md', content: 'A project.\nIt is made up, and so are its bugs.\n' }],
  }),
  tooLarge: (n) => ({
    title: 'Store the table as text',
    branch: `table-${n}`,
    changes: [{ path: 'data/table.csv', content: table(n) }],
  }),
  open: (n) => ({
    title: 'Think about a change log',
    branch: `change-log-${n}`,
    fate: 'open',
    changes: [{ path: 'CHANGES.md', content: `Round ${n}\n` }],
  }),
  tooManyFiles: (n) => ({
    title: 'Split the notes',
    branch: `notes-${n}`,
    changes: Array.from({ length: oversize.files }, (_, file) => ({
      path: `notes/${file}.txt`,
      content: `part ${n}\n`,
    })),
  }),
  binary: (n) => ({
    title: 'Draw the logo anew',
    branch: `logo-${n}`,
    changes: [
      {
        path: 'assets/logo.png',
        content: Buffer.concat([pngHead, new Random(`logo ${n}`).bytes(400)]),
      },
    ],
  }),
  symlink: (n) => ({
    title: 'Point latest at the last notes',
    branch: `latest-${n}`,
    changes: [{ path: 'docs/latest', content: `notes-${n}.md`, mode: '120000' }],
  }),
  notUtf8: (n) => ({
    title: 'Thank the translators',
    branch: `thanks-${n}`,
    changes: [
      { path: 'docs/thanks.txt', content: Buffer.from(`caf\u00e9 number ${n}\n`, 'latin1') },
    ],
  }),
};

const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00]);

function requirements(patch: number): string {
  return `carton==2.0.${patch}\nwicket==1.4.2\n`;
}

function lockFile(patch: number): string {
  return `[[package]]\nname = "carton"\nversion = "2.0.${patch}"\n`;
}

function table(occurrence: number): string {
  const rows = Array.from(
    { length: oversize.lines },
    (_, row) => `${row},${row * 7 + occurrence}\n`,
  );
  return `row,number\n${rows.join('')}`;
}

/** A line with the lines that belong to it. */
export interface Branch {
  readonly label: string;
  readonly branches?: readonly Branch[];
}

/** A tree as text, one line a branch; a label may span several lines. */
export function tree({ label, branches = [] }: Branch): string {
  return [label, ...branches.map((branch, at) => grown(branch, at === branches.length - 1))].join(
    '\n',
  );
}

function grown(branch: Branch, isLast: boolean): string {
  const [first = '', ...rest] = tree(branch).split('\n');
  const indent = isLast ? '   ' : '│  ';
  return [`${isLast ? '└─' : '├─'} ${first}`, ...rest.map((line) => indent + line)].join('\n');
}

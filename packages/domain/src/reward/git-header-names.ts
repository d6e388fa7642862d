const GIT_HEADER = 'diff --git ';

/**
 * The two names of a `diff --git` line; undefined for any other line. Names with spaces make the line
 * ambiguous; the last place where it can be parted wins, looked for in this order: before `b/` when the
 * line starts with `a/`, before an address (`…://…`) when there are two, at any space.
 */
export function readGitNames(line: string): { source: string; target: string } | undefined {
  if (!line.startsWith(GIT_HEADER)) return undefined;
  const names = line.slice(GIT_HEADER.length).replace(/\n$/, '');
  const untilTab = names.split('\t', 1)[0] ?? '';
  return (
    partedByPrefix(untilTab) ??
    partedByAddress(names) ??
    partedAt(untilTab, lastInnerSpace(untilTab))
  );
}

function partedByPrefix(names: string): { source: string; target: string } | undefined {
  if (!names.startsWith('a/')) return undefined;
  const space = names.lastIndexOf(' b/', names.length - ' b/x'.length);
  return space < 'a/x'.length ? undefined : partedAt(names, space);
}

function partedByAddress(names: string): { source: string; target: string } | undefined {
  const address = names.lastIndexOf('://', names.length - '://x'.length);
  const space = address < 1 ? -1 : names.lastIndexOf(' ', address - 1);
  const source = names.slice(0, Math.max(space, 0));
  if (!source.slice(0, -1).includes('://')) return undefined;
  const tab = names.indexOf('\t', address);
  return partedAt(tab < 0 ? names : names.slice(0, tab), space);
}

function lastInnerSpace(names: string): number {
  return names.length < 3 ? -1 : names.lastIndexOf(' ', names.length - 2);
}

function partedAt(names: string, space: number): { source: string; target: string } | undefined {
  if (space < 1) return undefined;
  return { source: names.slice(0, space), target: names.slice(space + 1) };
}

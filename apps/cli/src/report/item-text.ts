import type { ItemFile, LinkedIssue, PullRequestItem } from '@evoline/contract/mine';
import { utf8Bytes } from '@evoline/domain/mine/filters/passed-facts';
import { createColors } from 'picocolors';
import type { Page } from '../explaining/explanation-text.ts';
import { wrapProse } from '../explaining/terminal-cells.ts';
import { visibleText } from '../explaining/visible-text.ts';
import { diffText } from './diff-text.ts';
import type { ReadItem } from './gather-item.ts';
import { passedLines } from './passed-lines.ts';
import { shownTime } from './portrait-head.ts';
import { usedLines } from './used-lines.ts';

type Colours = ReturnType<typeof createColors>;

const widestProse = 100;

/** An item as a person reads it. Whatever comes from outside is shown so that it steers no terminal. */
export function itemText(read: ReadItem, page: Page): string {
  const colours = createColors(page.colour);
  const columns = Math.min(page.columns, widestProse);
  const { item, filters } = read;
  const sections = [
    headLines(read, colours),
    ...(item === null ? [] : contentSections(read, item, columns, colours)),
    usedLines(read, colours),
    ...(filters === null ? [] : [passedLines(filters, read.minedBy, { ...page, columns })]),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

function headLines(
  { row, item, revocation, editions, minedBy }: ReadItem,
  colours: Colours,
): string[] {
  const { repository, number, title, url, mergedAt, landed, landing, digest } = row;
  const merged = mergedAt === null ? 'landed' : `merged ${shownTime(mergedAt)}`;
  const others = editions.length - 1;
  const facts = [
    row.language ?? 'no language',
    row.licence ?? 'licence unknown',
    `author ${row.authorKind ?? 'unknown'}`,
  ];
  return [
    colours.bold(visibleText(`${repository}#${number}  ${title}`)),
    ...(url === null ? [] : [`  ${colours.cyan(visibleText(url))}`]),
    `  ${merged} as ${landed.slice(0, 12)} (${landing}); ${facts.map(visibleText).join(', ')}`,
    `  from ${row.mergeBase.slice(0, 12)} to ${row.head.slice(0, 12)}`,
    `  item ${digest}`,
    `  first mined ${shownTime(row.firstSeenAt)} by run ${visibleText(minedBy.runName)}`,
    ...(others === 0
      ? []
      : [
          `  ${others} other ${others === 1 ? 'edition' : 'editions'} of it: ${editions
            .filter((one) => one !== digest)
            .map((one) => one.slice(0, 12))
            .join(', ')}`,
        ]),
    ...(revocation === null
      ? []
      : [
          colours.red(
            `  revoked ${revocation.createdAt.slice(0, 10)} by ${revocation.createdBy}: ${revocation.reason}${revocation.note === null ? '' : `, ${visibleText(revocation.note)}`}`,
          ),
        ]),
    ...(item === null ? ['  what it says is not shown any more'] : []),
  ];
}

function contentSections(
  read: ReadItem,
  item: PullRequestItem,
  columns: number,
  colours: Colours,
): string[][] {
  return [
    ...(item.issues.length === 0
      ? [[colours.bold('No issue is linked'), '  its title stands for one']]
      : item.issues.map((issue) => issueLines(issue, read, columns, colours))),
    [colours.bold('Description'), ...proseLines(item.body, columns)],
    contextLines(item, colours),
    changeLines(item, colours),
    evidenceLines(item, columns, colours),
  ];
}

function issueLines(
  issue: LinkedIssue,
  { row }: ReadItem,
  columns: number,
  colours: Colours,
): string[] {
  const { repository, number, kind, title, body, textAsOf, createdAt } = issue;
  const address = row.url?.match(/^https?:\/\/[^/]+/)?.[0];
  const stood =
    textAsOf === null
      ? 'nobody can tell whether it was edited since'
      : `stood so before the first commit, since ${textAsOf}`;
  const about =
    title === null ? 'only its number is known, or it is younger than the first commit' : stood;
  return [
    colours.bold(visibleText(`Issue ${repository}#${number}${title === null ? '' : `  ${title}`}`)),
    ...(address === undefined
      ? []
      : [`  ${colours.cyan(visibleText(`${address}/${repository}/issues/${number}`))}`]),
    colours.dim(
      `  ${kind.replaceAll('_', ' ')}${createdAt === null ? '' : `, opened ${createdAt.slice(0, 10)}`}; ${about}`,
    ),
    ...(body === null || title === null ? [] : proseLines(body, columns)),
  ];
}

/** Lines as they are, wrapped; no more empty ones than one in a row. */
function proseLines(text: string, columns: number): string[] {
  const trimmed = text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  if (trimmed === '') return ['  (empty)'];
  return trimmed
    .split('\n')
    .flatMap((line) =>
      wrapProse(visibleText(line), Math.max(20, columns - 2)).map((part) => `  ${part}`.trimEnd()),
    );
}

function contextLines({ context, contextBy }: PullRequestItem, colours: Colours): string[] {
  const by =
    contextBy.model === null ? contextBy.method : `${contextBy.method}, model ${contextBy.model}`;
  const files = context.map(
    ({ path, content }, at) =>
      `  ${at + 1}. ${visibleText(path)}  ${colours.dim(`${utf8Bytes(content).toLocaleString('en-US')} bytes`)}`,
  );
  if (files.length === 0) return [colours.bold('No context files'), `  by ${visibleText(by)}`];
  const why = `  files that the change leaves alone, the most relevant first by ${visibleText(by)}; scores are not stored`;
  return [colours.bold('Context files'), colours.dim(why), ...files];
}

function changeLines({ files, patch }: PullRequestItem, colours: Colours): string[] {
  const head = `Oracle: ${files.length} ${files.length === 1 ? 'file' : 'files'} changed`;
  return [
    colours.bold(head),
    ...files.map((file) => `  ${fileText(file)}`),
    '',
    ...diffText(patch, colours),
  ];
}

function fileText({ path, previousPath, status }: ItemFile): string {
  return visibleText(
    previousPath === null ? `${status} ${path}` : `${status} ${previousPath} to ${path}`,
  );
}

function evidenceLines(
  { licence, author }: PullRequestItem,
  columns: number,
  colours: Colours,
): string[] {
  const { spdx, path, confidence } = licence;
  const found =
    path === null
      ? 'no licence file'
      : `${spdx ?? 'not recognised'} in ${path}, confidence ${confidence.toFixed(2)}`;
  const signs =
    author.evidence.length === 0 ? 'no sign of anything else' : author.evidence.join(', ');
  return [
    colours.bold('Evidence'),
    `  licence at the merge base: ${visibleText(found)}`,
    ...wrapProse(visibleText(`author: ${author.kind}, ${signs}`), columns - 2).map(
      (line) => `  ${line}`,
    ),
  ];
}

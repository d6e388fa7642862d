import type { ExplainedFault } from '@evoline/domain/reward/explain-fault';
import type { ExplainedReward, ExplainedScore } from '@evoline/domain/reward/explain-reward';
import type { ExplainedFile } from '@evoline/domain/reward/explain-file';
import { createColors } from 'picocolors';
import { table } from '../report/table.ts';
import { baselineLines, decimal } from './baseline-text.ts';
import { diffColumns } from './diff-columns.ts';
import { excerptLines } from './excerpt-lines.ts';
import { printableText, wrapProse } from './terminal-cells.ts';

/** Where an explanation is printed. */
export interface Page {
  readonly columns: number;
  readonly colour: boolean;
}

type Colours = ReturnType<typeof createColors>;

/** An explained score for people; `name` is what they call the output. */
export function explanationText(name: string, explained: ExplainedReward, page: Page): string {
  const colours = createColors(page.colour);
  const sections = [
    headLines(name, explained, colours),
    ...bodySections(explained, page, colours),
    ...partSections(explained, page, colours),
    baselineLines(explained),
    ...fileSections(explained, page, colours),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function headLines(name: string, score: ExplainedScore, colours: Colours): string[] {
  return [colours.bold(`${name}: ${valueText(score)}`), `${score.reward}: ${score.summary}`];
}

function valueText({ value, exact, fault, excluded }: ExplainedScore): string {
  if (excluded !== null) return `excluded, ${excluded.reason}`;
  if (value === null) return 'no value';
  return `${value === -1 ? '-1' : decimal(value)}${fault === null ? '' : `, ${fault.category}`}${exact ? ', exact' : ''}`;
}

/** Why it is this value: the fault, the reason of an exclusion, or files and parts. */
function bodySections(score: ExplainedScore, page: Page, colours: Colours): string[][] {
  const { fault, excluded, origin } = score;
  if (excluded !== null) return [[`${excluded.meaning}; it is no reward and never -1`]];
  if (origin?.kind === 'parts') return [partLines(score)];
  if (fault !== null) return [faultLines(fault, page, colours)];
  return [fileLines(score)];
}

function faultLines(fault: ExplainedFault, page: Page, colours: Colours): string[] {
  const { meaning, finding, cure, position, excerpt } = fault;
  const place =
    position === null
      ? []
      : [
          `at line ${position.line}, column ${position.column} (character ${position.offset + 1}) of the output`,
        ];
  return [
    ...wrapProse(meaning, page.columns),
    ...(finding === null ? [] : wrapProse(finding, page.columns)),
    ...place,
    ...(excerpt === null || position === null
      ? []
      : ['', ...excerptLines(excerpt, position.line, page.colour, colours.red), '']),
    ...wrapProse(cure, page.columns).map((line) => colours.cyan(line)),
  ];
}

function partLines({ parts }: ExplainedScore): string[] {
  const rows = parts.map(({ score, weight, share, adds }) => [
    score.reward,
    weight,
    decimal(share),
    valueText(score),
    adds === null ? null : decimal(adds),
  ]);
  return [
    'the sum of its parts, each times its share of all weights; a fault counts -1',
    ...table(['part', 'weight', 'share', 'value', 'adds'], rows).split('\n'),
  ];
}

/** The diffs are shown once, at the end: those of the heaviest part that scored. */
function partSections({ parts }: ExplainedScore, page: Page, colours: Colours): string[][] {
  return parts.flatMap(({ score }, at) => {
    const isSaid = parts.slice(0, at).some((part) => isSameFault(part.score, score));
    const body = isSaid ? [['the same fault as above']] : bodySections(score, page, colours);
    return [headLines(`part ${at + 1}`, score, colours), ...body];
  });
}

function isSameFault({ fault: one }: ExplainedScore, { fault: other }: ExplainedScore): boolean {
  if (one === null || other === null) return false;
  return one.category === other.category && one.position?.offset === other.position?.offset;
}

function fileLines({ origin, files }: ExplainedScore): string[] {
  if (origin?.kind === 'nothing_changed') return ['neither side changes a file, which counts 1'];
  const rule =
    origin?.kind === 'exactness'
      ? '1 when every file is changed exactly as in the oracle, else 0'
      : `the mean of ${files.length === 1 ? 'one file' : `${files.length} files`}`;
  const rows = files.map((file) => [
    decimal(file.similarity),
    file.matchedCharacters,
    file.predictedCharacters,
    file.oracleCharacters,
    printableText(file.path),
  ]);
  return [
    rule,
    ...table(['similarity', 'matched', 'predicted', 'oracle', 'file'], rows).split('\n'),
  ];
}

function fileSections({ files }: ExplainedScore, page: Page, colours: Colours): string[][] {
  return files.map((file) => {
    const title = `${printableText(file.path)}: ${decimal(file.similarity)}, ${similarityText(file)}`;
    return [
      colours.bold(title),
      ...diffColumns(file, page.columns, {
        matched: colours.green,
        onlyPredicted: colours.red,
        onlyOracle: colours.yellow,
        aside: colours.dim,
      }),
    ];
  });
}

function similarityText(file: ExplainedFile): string {
  const { matchedCharacters, predictedCharacters, oracleCharacters, similarity } = file;
  if (file.predictedDiff === '') return 'only the oracle changes it';
  if (file.oracleDiff === '') return 'only the prediction changes it';
  const characters = predictedCharacters + oracleCharacters;
  const isRatio = similarity === (2 * matchedCharacters) / characters;
  if (!isRatio) return 'not the same change';
  return `2 · ${matchedCharacters} matched characters / (${predictedCharacters} + ${oracleCharacters})`;
}

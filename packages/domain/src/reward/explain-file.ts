import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import type { FileComparison } from './file-changes.ts';

/** `length` equal characters of both diffs. Positions count code points. */
export interface MatchedBlock {
  readonly predictedStart: number;
  readonly oracleStart: number;
  readonly length: number;
}

/** One file of a scored output. Characters are code points. */
export interface ExplainedFile extends FileComparison {
  readonly predictedCharacters: number;
  readonly oracleCharacters: number;
  /** difflib's ratio is twice these over the characters of both diffs. */
  readonly matchedCharacters: number;
  /** In ascending order; none when a side does not change the file. */
  readonly blocks: readonly MatchedBlock[];
}

export function explainFile(file: FileComparison, engine: MatchEngine): ExplainedFile {
  const { predictedDiff, oracleDiff } = file;
  const found = engine.matchingBlocks(predictedDiff, oracleDiff);
  const end = found.at(-1);
  const blocks = found
    .filter(({ length }) => length > 0)
    .map(({ aStart, bStart, length }) => ({ predictedStart: aStart, oracleStart: bStart, length }));
  return {
    ...file,
    predictedCharacters: end?.aStart ?? 0,
    oracleCharacters: end?.bStart ?? 0,
    matchedCharacters: blocks.reduce((sum, block) => sum + block.length, 0),
    blocks,
  };
}

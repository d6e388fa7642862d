import type { TableColumn, TableRow } from '@evoline/contract/table-column';

/** What a finished file is. */
export interface FinishedFile {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * A Parquet file that is being written, zstd at level 3. Rows are kept until they make a row group;
 * one group at a time is in memory. Not usable after it failed.
 */
export interface ParquetWriting {
  /** @param weight estimated bytes of the row; they decide when a row group is full */
  add(row: TableRow, weight: number): Promise<void>;
  /** Bytes that are on their way to the disk already. */
  readonly bytes: number;
  finish(): Promise<FinishedFile>;
  /** Closes it unfinished. */
  abandon(): Promise<void>;
}

export interface ParquetFiles {
  /** Creates a file that must not exist. */
  create(file: string, columns: readonly TableColumn[]): Promise<ParquetWriting>;
  /**
   * The rows of a file, one row group in memory at a time. A forged file may keep the decoder busy for
   * ever: read one that nobody vouches for in a thread.
   *
   * @throws EvolineFailure input_invalid when it is cut short, damaged, or its columns are not these
   */
  rows(file: string, columns: readonly TableColumn[]): AsyncIterable<TableRow>;
}

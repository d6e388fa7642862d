/**
 * What a cell of a column holds: UTF-8 text, a whole number of 64 bits, a double, an instant (UTC,
 * milliseconds), texts in their order, or records in their order.
 */
export type ColumnKind = 'text' | 'integer' | 'number' | 'instant' | 'flag' | 'texts' | 'records';

/** A column of a table as files hold it. Texts and records are never null, but may be empty. */
export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** Long text that hardly repeats: not worth a dictionary or statistics. */
  readonly bulky: boolean;
  /** Of the records; they hold no lists. */
  readonly fields: readonly TableColumn[];
  /** For people. */
  readonly description: string;
}

/** A cell's value: `Date` for an instant, numbers for whole numbers up to 2^53. */
export type CellValue =
  | string
  | number
  | boolean
  | Date
  | null
  | readonly string[]
  | readonly Readonly<Record<string, string | number | boolean | Date | null>>[];

/** One row by the names of its columns. */
export type TableRow = Readonly<Record<string, CellValue>>;

/** Half-open ranges of old (`a`) and new (`b`) lines. Lines are numbers: equal numbers, equal lines. */
export interface RowWindow {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
}

export interface LineWindow extends RowWindow {
  /** No block of indexed lines in here is longer. */
  readonly bound: number;
}

/** `length` equal lines from `aStart` of the old and `bStart` of the new ones. */
export type LineBlock = {
  readonly aStart: number;
  readonly bStart: number;
  readonly length: number;
};

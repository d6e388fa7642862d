import type { WasmMatcherExports } from './wasm-matcher-exports.ts';

/** Room on both sides of a text: comparisons read whole vectors. */
const PADDING = 64;

/** Where an oracle lies, as long as the era lasts. */
export interface Residence {
  readonly era: number;
  readonly address: number;
  readonly indexAddress: number;
}

/**
 * Hands out the resident part of the memory from its beginning; when it is full, a new era begins with all of it
 * free. So memory stays bounded, whatever is prepared and never freed, and an oracle of an earlier era is written
 * again before its next use.
 */
export class ResidentOracles {
  readonly #exports: WasmMatcherExports;
  readonly #start: number;
  readonly #end: number;
  #free: number;
  era = 0;

  constructor(exports: WasmMatcherExports) {
    this.#exports = exports;
    this.#start = exports.residentAddress();
    this.#end = this.#start + exports.residentBytes();
    this.#free = this.#start;
  }

  /** A place for an oracle of at most `units` symbols; none when it would take more than half of everything. */
  settle(units: number): Residence | undefined {
    const bytes = 2 * units + 2 * PADDING + this.#exports.indexBytes(units);
    if (bytes > (this.#end - this.#start) / 2) return undefined;
    if (this.#free + bytes > this.#end) {
      this.era += 1;
      this.#free = this.#start;
    }
    const address = this.#free + PADDING;
    this.#free = (this.#free + bytes + 15) & ~15;
    return { era: this.era, address, indexAddress: (address + 2 * units + PADDING + 7) & ~7 };
  }
}

import type { MatchEngine, MatchingBlock, PreparedText } from './match-engine.ts';
import { type Residence, ResidentOracles } from './resident-oracles.ts';
import { typescriptEngine } from './typescript-engine.ts';
import { blocksOfTriples } from './wasm-blocks.ts';
import type { WasmMatcherExports } from './wasm-matcher-exports.ts';
import { type AsciiWriter, WasmTexts, type WrittenText } from './wasm-texts.ts';

/**
 * An engine over an instance of the compiled matcher, handed in by the host; so is the `TextEncoder`, where there
 * is one. Not to be shared between threads. Memory: see the package's page.
 */
export function wasmEngine(
  exports: WasmMatcherExports,
  name: 'wasm' | 'wasm-simd',
  writer?: AsciiWriter,
): MatchEngine {
  const matcher = new WasmMatcher(exports, writer);
  return {
    name,
    ratio: (a, b) => (a === b ? 1 : matcher.ratio(a, matcher.passing(b, a.length))),
    matchingBlocks: (a, b) => matcher.blocks(a, matcher.passing(b, a.length)),
    prepare: (b) => new WasmPreparedText(matcher, b),
  };
}

/** A text in memory, with its index if it has one. */
interface Oracle extends WrittenText {
  readonly text: string;
  readonly address: number;
  readonly symbolBytes: 1 | 2 | 4;
  readonly indexAddress: number;
}

class WasmMatcher {
  readonly #exports: WasmMatcherExports;
  readonly #texts: WasmTexts;
  readonly #residents: ResidentOracles;

  constructor(exports: WasmMatcherExports, writer: AsciiWriter | undefined) {
    this.#exports = exports;
    this.#texts = new WasmTexts(exports, writer);
    this.#residents = new ResidentOracles(exports);
  }

  /** An oracle that is there until the next one passes. */
  passing(text: string, aUnits: number): Oracle {
    this.#texts.reserve(Math.max(aUnits, text.length));
    const address = this.#texts.bAddress;
    return this.#written(text, address, 0);
  }

  isResident({ era }: Residence): boolean {
    return era === this.#residents.era;
  }

  settle(units: number): Residence | undefined {
    return this.#residents.settle(units);
  }

  /** Writes and indexes an oracle where it will stay. */
  moveIn(text: string, { address, indexAddress }: Residence): Oracle {
    this.#texts.reserve(text.length);
    const oracle = this.#written(text, address, indexAddress);
    if (oracle.symbolBytes !== 4) {
      this.#exports.indexOracle(address, oracle.length, oracle.symbolBytes, indexAddress);
    }
    return oracle;
  }

  #written(text: string, address: number, indexAddress: number): Oracle {
    const { length, alphabet } = this.#texts.writeOracle(text, address);
    const symbolBytes = alphabet.symbolBits === 8 ? 1 : alphabet.symbolBits === 16 ? 2 : 4;
    return { text, length, alphabet, address, symbolBytes, indexAddress };
  }

  ratio(a: string, oracle: Oracle): number {
    if (oracle.symbolBytes === 4) return typescriptEngine.ratio(a, oracle.text);
    this.#texts.reserve(a.length);
    const aLength = this.#texts.writePrediction(a, oracle.alphabet);
    const characters = aLength + oracle.length;
    return characters === 0 ? 1 : (2 * this.#match(aLength, oracle, false)) / characters;
  }

  blocks(a: string, oracle: Oracle): MatchingBlock[] {
    if (oracle.symbolBytes === 4) return typescriptEngine.matchingBlocks(a, oracle.text);
    this.#texts.reserve(a.length);
    const aLength = this.#texts.writePrediction(a, oracle.alphabet);
    this.#match(aLength, oracle, true);
    const { memory } = this.#exports;
    const count = this.#exports.blockCount();
    const triples = new Int32Array(memory.buffer, this.#exports.blocksAddress(), 3 * count);
    return blocksOfTriples(triples, aLength, oracle.length);
  }

  #match(aLength: number, oracle: Oracle, listed: boolean): number {
    const { address, length, symbolBytes, indexAddress } = oracle;
    return this.#exports.match(aLength, address, length, symbolBytes, indexAddress, listed);
  }
}

/** Writes its text into the memory at the first use, and again whenever others have taken its place. */
class WasmPreparedText implements PreparedText {
  readonly #matcher: WasmMatcher;
  #residence: Residence | undefined;
  #oracle: Oracle | undefined;
  readonly text: string;

  constructor(matcher: WasmMatcher, text: string) {
    this.#matcher = matcher;
    this.text = text;
  }

  ratio(a: string): number {
    return a === this.text ? 1 : this.#matcher.ratio(a, this.#present(a.length));
  }

  matchingBlocks(a: string): MatchingBlock[] {
    return this.#matcher.blocks(a, this.#present(a.length));
  }

  #present(aUnits: number): Oracle {
    const { text } = this;
    if (this.#oracle !== undefined && this.#residence !== undefined) {
      if (this.#matcher.isResident(this.#residence)) return this.#oracle;
    }
    this.#residence = this.#matcher.settle(text.length);
    if (this.#residence === undefined) return this.#matcher.passing(text, aUnits);
    this.#oracle = this.#matcher.moveIn(text, this.#residence);
    return this.#oracle;
  }
}

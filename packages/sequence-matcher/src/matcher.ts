import { asciiAlphabet } from './alphabet.ts';
import { BlockList } from './block-list.ts';
import { GramChains } from './gram-chains.ts';
import { fillGramKeys } from './gram-keys.ts';
import { GramSweep } from './gram-sweep.ts';
import type { IndexedText } from './indexed-text.ts';
import { NARROW_WIDTH, NarrowWindow } from './narrow-window.ts';
import { PackedText, PAD } from './packed-text.ts';
import { SegmentSearch } from './segment-search.ts';
import { SegmentSplit } from './segment-split.ts';
import { SuffixAutomaton } from './suffix-automaton.ts';
import { SWEEP, WindowStack } from './window-stack.ts';

/** The other side of a narrow window. */
const NARROW_HEIGHT = 320;
/** Segments are looked for from the largest of these lengths that the window's narrower side allows, then from the next … */
const THRESHOLDS = [
  [4, 0],
  [8, 0],
  [16, 0],
  [24, 512],
  [48, 4_096],
] as const;
/** Up to this length, one index of 4-grams serves most thresholds. */
const SHORT_TEXT = 2_048;
/** Beyond this one, 8-grams are often many. */
const LONG_TEXT = 32_768;
/** In crowded windows, grams for thresholds from this one on are longer than four words. */
const LONG_GRAM = 48;
/** What is shorter than any threshold is left to sweeps. */
const SWEPT_LENGTH = 3;

/**
 * difflib's recursion over a stack of windows. A window is solved at once when it is narrow; otherwise all its long
 * segments are found and split, so that only smaller windows with shorter blocks are left, and so on down to sweeps of
 * blocks of three, two and one. Windows too repetitive for that get the length of their longest block from a suffix
 * automaton, and a sweep of that length. Memory is kept between comparisons; one comparison at a time.
 */
export class Matcher {
  readonly blocks = new BlockList();
  /** Code points of the first text. */
  aLength = 0;
  readonly #a = new PackedText();
  readonly #open = new WindowStack();
  readonly #narrow = new NarrowWindow(this.blocks);
  readonly #segments = new SegmentSearch();
  readonly #split = new SegmentSplit(this.blocks, this.#open);
  readonly #sweep = new GramSweep(this.blocks, this.#open);
  /** Grams of a part of the present second text. */
  readonly #part = new GramChains();
  #aKeys = new Int32Array(0);
  #bKeys = new Int32Array(0);
  readonly #automaton = new SuffixAutomaton();

  /** Fills `blocks`; their positions begin at `PAD`. */
  match(aText: string, b: IndexedText): void {
    const { alphabet, packed } = b;
    this.blocks.clear();
    if (aText === b.text) {
      this.aLength = packed.length;
      if (packed.length > 0) this.blocks.add(PAD, PAD, packed.length);
      return;
    }
    if (alphabet !== asciiAlphabet || !this.#a.packAscii(aText, alphabet.aPad)) {
      this.#a.pack(aText, alphabet, alphabet.aPad);
    }
    const { words, length } = this.#a;
    this.aLength = length;
    this.#part.high = 0;
    this.#segments.begin(words, packed.words, alphabet, length + packed.length + 2 * PAD);
    const bound = Math.min(length, packed.length);
    this.#open.push(PAD, PAD + length, PAD, PAD + packed.length, bound, 0);
    while (this.#open.pop()) this.#solve(words, b);
  }

  /** Finds blocks of the popped window; what is left of it goes on the stack. */
  #solve(a: Int32Array, b: IndexedText): void {
    const { aLow, aHigh, bLow, bHigh, crowdedBelow } = this.#open;
    let { bound } = this.#open;
    const { alphabet } = b;
    const { words } = b.packed;
    if (bHigh - bLow <= NARROW_WIDTH && aHigh - aLow <= NARROW_HEIGHT) {
      this.#narrow.solve(a, words, alphabet, aLow, aHigh, bLow, bHigh, bound);
      return;
    }
    let below = 0;
    if (crowdedBelow !== SWEEP) {
      while (bound > SWEPT_LENGTH) {
        const threshold = this.#threshold(bound);
        const grams =
          crowdedBelow > 0 && threshold >= LONG_GRAM
            ? this.#longGrams(a, b, threshold)
            : b.grams(gramWords(threshold, b), bLow, bHigh, this.#part);
        if (!this.#segments.find(grams, aLow, aHigh, bLow, bHigh, threshold)) {
          bound = this.#automaton.longest(a, aLow, aHigh, words, bLow, bHigh, alphabet);
          below = this.#segments.threshold;
          break;
        }
        const { found, threshold: reached } = this.#segments;
        if (found.count > 0) {
          const crowded = reached > threshold && reached >= LONG_GRAM ? reached : crowdedBelow;
          this.#split.split(found, reached, crowded, aLow, aHigh, bLow, bHigh);
          return;
        }
        bound = reached - 1;
      }
    }
    if (bound === 0) return;
    this.#sweep.sweep(a, words, alphabet, aLow, aHigh, bLow, bHigh, bound, below);
  }

  /** Grams nearly as long as the threshold: in a crowded window, shorter ones are everywhere. */
  #longGrams(a: Int32Array, { alphabet, packed }: IndexedText, threshold: number): GramChains {
    const { aLow, aHigh, bLow, bHigh } = this.#open;
    if (this.#aKeys.length < aHigh) this.#aKeys = new Int32Array(aHigh + (aHigh >> 1));
    if (this.#bKeys.length < bHigh) this.#bKeys = new Int32Array(bHigh + (bHigh >> 1));
    const length = threshold - (threshold >> 4);
    fillGramKeys(a, alphabet, aLow, aHigh, length, this.#aKeys);
    fillGramKeys(packed.words, alphabet, bLow, bHigh, length, this.#bKeys);
    this.#part.indexKeys(this.#bKeys, this.#aKeys, bLow, bHigh, length);
    return this.#part;
  }

  /** The length from which on segments of the popped window are looked for first. */
  #threshold(bound: number): number {
    const { aLow, aHigh, bLow, bHigh, crowdedBelow } = this.#open;
    const width = Math.min(aHigh - aLow, bHigh - bLow);
    let usual = 4;
    for (const [threshold, from] of THRESHOLDS) {
      if (threshold > bound || width < from) break;
      usual = threshold;
    }
    if (crowdedBelow <= 0) return usual;
    // Where shorter ones were too many around it, most of them are too many here.
    return Math.max(
      usual,
      crowdedBelow < bound ? (crowdedBelow + bound + 1) >> 1 : bound - (bound >> 3),
    );
  }
}

/** Words in a gram, of 4, 8 or 16 symbols, as far as four words hold them. */
function gramWords(threshold: number, { alphabet, packed }: IndexedText): number {
  const fine = threshold < 16 || (threshold < 24 && packed.length <= SHORT_TEXT);
  const long = threshold >= (packed.length > LONG_TEXT ? 24 : 64);
  const symbols = fine ? 4 : long ? 16 : 8;
  return Math.min(4, Math.max(1, symbols / alphabet.symbolsPerWord));
}

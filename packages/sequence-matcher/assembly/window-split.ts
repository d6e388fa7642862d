import { RUN_BYTES, RunList } from './run-list';
import { Window } from './window';
import { WindowStack } from './window-stack';

/** What of the window's runs lies on one side of its block: how many, and the longest of them. */
class Share {
  static leftCount: i32 = 0;
  static leftLength: i32 = 0;
  static leftA: i32 = 0;
  static leftB: i32 = 0;
  static rightCount: i32 = 0;
  static rightLength: i32 = 0;
  static rightA: i32 = 0;
  static rightB: i32 = 0;

  /**
   * Leaves the runs before the block in place and sets those after it aside beyond the list. What is left of a
   * run beside the block lies on one side only, because no run is longer than the block.
   */
  static divide(): void {
    const aStart = Window.aStart;
    const bStart = Window.bStart;
    const aEnd = aStart + Window.length;
    const bEnd = bStart + Window.length;
    const threshold = Window.threshold;
    const end = RunList.end();
    let kept = Window.runs;
    let aside = end;
    let leftLength = 0;
    let rightLength = 0;
    for (let at = Window.runs; at < end; at += RUN_BYTES) {
      const a = load<i32>(at);
      const b = load<i32>(at, 4);
      const length = load<i32>(at, 8);
      const before = min(length, min(aStart - a, bStart - b));
      if (before >= threshold) {
        store<i32>(kept, a);
        store<i32>(kept, b, 4);
        store<i32>(kept, before, 8);
        kept += RUN_BYTES;
        if (before > leftLength || (before === leftLength && Share.precedesLeft(a, b))) {
          leftLength = before;
          Share.leftA = a;
          Share.leftB = b;
        }
        continue;
      }
      const cut = max(0, max(aEnd - a, bEnd - b));
      const after = length - cut;
      if (after < threshold) continue;
      store<i32>(aside, a + cut);
      store<i32>(aside, b + cut, 4);
      store<i32>(aside, after, 8);
      aside += RUN_BYTES;
      if (after > rightLength || (after === rightLength && Share.precedesRight(a + cut, b + cut))) {
        rightLength = after;
        Share.rightA = a + cut;
        Share.rightB = b + cut;
      }
    }
    Share.leftCount = ((kept - Window.runs) / RUN_BYTES) as i32;
    Share.rightCount = ((aside - end) / RUN_BYTES) as i32;
    Share.leftLength = leftLength;
    Share.rightLength = rightLength;
  }

  @inline
  static precedesLeft(a: i32, b: i32): bool {
    return a < Share.leftA || (a === Share.leftA && b < Share.leftB);
  }

  @inline
  static precedesRight(a: i32, b: i32): bool {
    return a < Share.rightA || (a === Share.rightA && b < Share.rightB);
  }

  /** Puts the later side's runs below the earlier side's, as on the stack of windows. */
  static arrange(leftFirst: bool): void {
    const aside = RunList.end();
    const leftBytes = (Share.leftCount as usize) * RUN_BYTES;
    const rightBytes = (Share.rightCount as usize) * RUN_BYTES;
    if (leftFirst) {
      memory.copy(Window.runs + rightBytes, Window.runs, leftBytes);
      memory.copy(Window.runs, aside, rightBytes);
    } else memory.copy(Window.runs + leftBytes, aside, rightBytes);
  }
}

/** The two windows beside a window's block; the smaller one is looked at first, so that the stack stays low. */
export class WindowSplit {
  static push(): void {
    Share.leftCount = 0;
    Share.rightCount = 0;
    Share.leftLength = 0;
    Share.rightLength = 0;
    const aEnd = Window.aStart + Window.length;
    const bEnd = Window.bStart + Window.length;
    const left = Window.aStart - Window.aLow + Window.bStart - Window.bLow;
    const right = Window.aHigh - aEnd + Window.bHigh - bEnd;
    const leftFirst = left < right;
    if (Window.runCount > 1) {
      Share.divide();
      if (Share.rightCount > 0) Share.arrange(leftFirst);
    }
    if (leftFirst) {
      WindowSplit.pushRight(aEnd, bEnd, Window.runs);
      WindowSplit.pushLeft(Window.runs + (Share.rightCount as usize) * RUN_BYTES);
    } else {
      WindowSplit.pushLeft(Window.runs);
      WindowSplit.pushRight(aEnd, bEnd, Window.runs + (Share.leftCount as usize) * RUN_BYTES);
    }
  }

  static pushLeft(runs: usize): void {
    if (Window.aStart === Window.aLow || Window.bStart === Window.bLow) return;
    const bound = Window.threshold - 1;
    if (bound === 0 && Share.leftCount === 0) return;
    WindowStack.push(Window.aLow, Window.aStart, Window.bLow, Window.bStart);
    WindowStack.known(runs, Share.leftCount, bound, Share.leftLength, Share.leftA, Share.leftB);
  }

  static pushRight(aEnd: i32, bEnd: i32, runs: usize): void {
    if (aEnd === Window.aHigh || bEnd === Window.bHigh) return;
    const bound = Window.threshold - 1;
    if (bound === 0 && Share.rightCount === 0) return;
    WindowStack.push(aEnd, Window.aHigh, bEnd, Window.bHigh);
    WindowStack.known(runs, Share.rightCount, bound, Share.rightLength, Share.rightA, Share.rightB);
  }
}

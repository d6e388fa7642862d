import { ENTRY_BYTES, Layout } from './layout';
import { Window } from './window';

/** The windows not looked at yet. They share no symbol, so that there are never more than symbols on one side. */
export class WindowStack {
  static top: usize = 0;

  static clear(): void {
    WindowStack.top = Layout.windows;
  }

  /** What lies beside the present window's block; `known` must follow. */
  static push(aLow: i32, aHigh: i32, bLow: i32, bHigh: i32): void {
    const entry = WindowStack.top;
    store<i32>(entry, aLow);
    store<i32>(entry, aHigh, 4);
    store<i32>(entry, bLow, 8);
    store<i32>(entry, bHigh, 12);
  }

  /** Completes what `push` began: the part of the runs that lies in it, and its longest block if there are any. */
  static known(runs: usize, count: i32, bound: i32, length: i32, aStart: i32, bStart: i32): void {
    const entry = WindowStack.top;
    store<i32>(entry, bound, 16);
    store<i32>(entry, Window.threshold, 20);
    store<usize>(entry, runs, 24);
    store<i32>(entry, count, 28);
    store<i32>(entry, length, 32);
    store<i32>(entry, aStart, 36);
    store<i32>(entry, bStart, 40);
    store<i32>(entry, Window.crowded, 44);
    WindowStack.top = entry + ENTRY_BYTES;
  }

  /** Makes the topmost window the present one; false when there is none. */
  static pop(): bool {
    if (WindowStack.top === Layout.windows) return false;
    const entry = WindowStack.top - ENTRY_BYTES;
    WindowStack.top = entry;
    Window.aLow = load<i32>(entry);
    Window.aHigh = load<i32>(entry, 4);
    Window.bLow = load<i32>(entry, 8);
    Window.bHigh = load<i32>(entry, 12);
    Window.bound = load<i32>(entry, 16);
    Window.threshold = load<i32>(entry, 20);
    Window.runs = load<usize>(entry, 24);
    Window.runCount = load<i32>(entry, 28);
    Window.length = load<i32>(entry, 32);
    Window.aStart = load<i32>(entry, 36);
    Window.bStart = load<i32>(entry, 40);
    Window.crowded = load<i32>(entry, 44);
    return true;
  }
}

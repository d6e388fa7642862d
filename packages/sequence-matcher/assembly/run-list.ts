import { Layout } from './layout';
import { Window } from './window';

/** Start in a, start in b, length. */
export const RUN_BYTES: usize = 12;

/**
 * The runs of the present window: stretches of equal symbols along a diagonal that cannot be made longer inside
 * the window.
 */
export class RunList {
  static clear(at: usize): void {
    Window.runs = at;
    Window.runCount = 0;
    Window.length = 0;
  }

  static end(): usize {
    return Window.runs + (Window.runCount as usize) * RUN_BYTES;
  }

  /** Room for `count` runs, and for setting as many aside in a split. */
  static reserve(count: i32): void {
    Layout.ensure(Window.runs + ((count + 1) as usize) * 2 * RUN_BYTES);
  }

  static add(aStart: i32, bStart: i32, length: i32): void {
    const at = RunList.end();
    store<i32>(at, aStart);
    store<i32>(at, bStart, 4);
    store<i32>(at, length, 8);
    Window.runCount += 1;
    if (length < Window.length) return;
    if (length === Window.length) {
      if (aStart > Window.aStart || (aStart === Window.aStart && bStart > Window.bStart)) return;
    }
    Window.length = length;
    Window.aStart = aStart;
    Window.bStart = bStart;
  }
}

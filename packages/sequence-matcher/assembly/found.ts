import { Layout } from './layout';

/** What has been matched so far; the blocks themselves only when they are asked for. */
export class Found {
  static matched: i32 = 0;
  static blocks: i32 = 0;
  static listed: bool = false;

  static add(aStart: i32, bStart: i32, length: i32): void {
    Found.matched += length;
    if (!Found.listed) return;
    const at = Layout.blocks + (Found.blocks as usize) * 12;
    store<i32>(at, aStart);
    store<i32>(at, bStart, 4);
    store<i32>(at, length, 8);
    Found.blocks += 1;
  }
}

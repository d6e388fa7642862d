import type { SplitPin, SplitShares } from '@evoline/contract/dataset';
import { demoOrganisation } from '../mine/source-locator.ts';
import { splitOrder } from './split-shares.ts';

/** The demo world names its repositories after their split. */
export const defaultPins: readonly SplitPin[] = splitOrder.map((split) => ({
  pattern: `${demoOrganisation}/${split}-*`,
  split,
}));

export const defaultShares: SplitShares = { 'warm-start': 0.2, train: 0.6, 'held-out': 0.2 };

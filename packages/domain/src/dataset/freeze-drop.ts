import type { FreezeReason } from '@evoline/contract/dataset';
import type { Signature } from '../mine/decontamination/min-hash.ts';
import type { ItemIdentity } from './item-order.ts';

/** A kept pull request as freezing sees it. */
export interface KeptItem extends ItemIdentity {
  /** ISO 8601; null when unknown. */
  readonly mergedAt: string | null;
  readonly head: string | null;
  readonly landed: string | null;
  /** null: no programming language. */
  readonly language: string | null;
  /** SHA-256 of the author's login in lower case; null when nobody knows it. */
  readonly authorKey: string | null;
  /** MinHash of its change; null when it is too small to tell. */
  readonly signature: Signature | null;
}

/** A kept pull request that a version leaves out, and why. */
export interface FreezeDrop {
  readonly item: ItemIdentity;
  readonly reason: FreezeReason;
  /** For people. */
  readonly evidence: string;
}

export interface Winnowed<T extends ItemIdentity> {
  readonly items: readonly T[];
  readonly drops: readonly FreezeDrop[];
}

import type { PullRequestItem } from '@evoline/contract/mine';
import { contentDigest } from '../content-digest.ts';

/** The digest that names an item: the one under which the artifact store keeps its canonical JSON. */
export function itemDigest(item: PullRequestItem): string {
  return contentDigest(item);
}

import type { SearchAttributeName } from '@evoline/contract/search-attributes';
import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';

export type RunAttributes = { readonly [Name in SearchAttributeName]?: string };

interface KeywordPair {
  readonly key: { readonly name: string; readonly type: 'KEYWORD' };
  readonly value: string;
}

/** Writes the search attributes that changed; each write is one event of the history. */
export function upsertChanged(attributes: RunAttributes): void {
  const { typedSearchAttributes } = workflowInfo();
  const changed = keywordPairs(attributes).filter(
    ({ key, value }) => typedSearchAttributes.get(key) !== value,
  );
  if (changed.length > 0) upsertSearchAttributes(changed);
}

/** Search attributes in the shape in which a child is started with them. */
export function keywordPairs(attributes: RunAttributes): KeywordPair[] {
  return Object.entries(attributes).map(([name, value]) => ({
    key: { name, type: 'KEYWORD' },
    value,
  }));
}
